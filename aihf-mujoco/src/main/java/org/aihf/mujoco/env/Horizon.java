package org.aihf.mujoco.env;

/**
 * What becomes of an episode when the task itself ends it (a fall): whether its length can tell a
 * learned reward anything.
 */
public enum Horizon {
  /** It ends there, as in Gymnasium: bad episodes are short. */
  VARIABLE,
  /** It goes on to the time limit; a fallen robot is simulated on and paid no healthy reward. */
  FIXED,
  /** It waits for the time limit in {@link AbsorbingState}; observations have one number more. */
  ABSORBING;

  /**
   * An environment of {@link Environments} with episodes that end so.
   *
   * @throws org.aihf.UserError when the name is unknown, or MuJoCo is needed and missing
   */
  public Environment make(String name) {
    Environment environment = Environments.make(name);
    int maxSteps = Environments.maxSteps(name);
    return switch (this) {
      case VARIABLE -> environment;
      case ABSORBING -> new AbsorbingState(environment, maxSteps);
      case FIXED -> {
        if (!(environment.unwrapped() instanceof Locomotion)) {
          yield new FixedHorizon(environment, maxSteps);
        }
        environment.close();
        yield Environments.make(name, settings -> settings.withTerminateWhenUnhealthy(false));
      }
    };
  }
}
