package org.aihf.mujoco.env;

/**
 * Episodes that all have the same length: the inner environment is stepped on after it terminates,
 * and only the horizon ends an episode (truncated). Otherwise a learned reward can read the quality
 * of a robot's episodes off their length, and its sign decides whether falling early pays.
 *
 * <p>The step on which the inner environment says it terminated has {@code terminated = 1} in its
 * info. Version 5 robots pay no healthy reward once fallen; version 4 ones pay it always, so for
 * them also use {@link LocomotionSettings#withTerminateWhenUnhealthy}.
 */
public final class FixedHorizon extends EnvironmentWrapper {
  private final int horizon;
  private int elapsed;

  /**
   * @param inner must allow steps after termination, as all environments here do
   */
  public FixedHorizon(Environment inner, int horizon) {
    super(inner);
    if (horizon < 1) {
      throw new IllegalArgumentException("horizon is " + horizon + ", not at least 1");
    }
    this.horizon = horizon;
  }

  @Override
  protected Reset onReset(Reset reset) {
    elapsed = 0;
    return reset;
  }

  @Override
  public Step step(double[] action) {
    Step step = inner().step(action);
    elapsed++;
    boolean end = step.truncated() || elapsed >= horizon;
    return step.withInfo(step.info().with("terminated", step.terminated() ? 1 : 0))
        .withEnd(false, end);
  }

  @Override
  protected double[] ownState() {
    return new double[] {elapsed};
  }

  @Override
  protected void restoreOwnState(double[] state) {
    elapsed = (int) state[0];
  }
}
