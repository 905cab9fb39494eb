package org.aihf.mujoco.data;

import java.util.function.UnaryOperator;
import org.aihf.mujoco.env.Box;
import org.aihf.random.RandomStream;

/** Something that acts: a policy of any kind, seen from the environment. */
@FunctionalInterface
public interface Actor {
  /**
   * Chooses an action.
   *
   * @param observation not to be written to
   * @param random where an actor that draws takes its numbers from
   * @param action takes the action, in the environment's own units
   */
  void act(float[] observation, RandomStream random, float[] action);

  /** A deterministic function of the observation. */
  static Actor of(UnaryOperator<double[]> function) {
    return (observation, random, action) -> {
      double[] exact = new double[observation.length];
      for (int i = 0; i < exact.length; i++) {
        exact[i] = observation[i];
      }
      double[] chosen = function.apply(exact);
      if (chosen.length != action.length) {
        throw new IllegalArgumentException(
            "the actor gave %d numbers; an action here has %d"
                .formatted(chosen.length, action.length));
      }
      for (int i = 0; i < action.length; i++) {
        action[i] = (float) chosen[i];
      }
    };
  }

  /** Uniform in a bounded action space, whatever it sees. */
  static Actor uniform(Box actionSpace) {
    return (observation, random, action) -> {
      for (int i = 0; i < action.length; i++) {
        double low = actionSpace.low(i);
        action[i] = (float) (low + (actionSpace.high(i) - low) * random.nextDouble());
      }
    };
  }

  /** With probability {@code epsilon}, what {@code other} does (D-REX's noise levels). */
  default Actor mixedWith(Actor other, double epsilon) {
    return (observation, random, action) ->
        (random.nextDouble() < epsilon ? other : this).act(observation, random, action);
  }
}
