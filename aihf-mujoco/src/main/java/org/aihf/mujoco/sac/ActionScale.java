package org.aihf.mujoco.sac;

import org.aihf.mujoco.env.Box;
import org.aihf.mujoco.env.Environment;

/** Between the policy's [-1, 1] and an environment's own bounds. */
final class ActionScale {
  private final Box bounds;

  private ActionScale(Box bounds) {
    this.bounds = bounds;
  }

  /**
   * The scale of an environment.
   *
   * @throws IllegalArgumentException if its actions have no bounds
   */
  static ActionScale of(Environment environment) {
    Box bounds = environment.actionSpace();
    if (!bounds.isBounded()) {
      throw new IllegalArgumentException("SAC needs bounded actions, the space is " + bounds);
    }
    return new ActionScale(bounds);
  }

  /** The {@code row}-th of several actions side by side, as the environment wants it. */
  double[] toEnvironment(float[] actions, int row) {
    double[] scaled = new double[bounds.dimension()];
    for (int i = 0; i < scaled.length; i++) {
      double low = bounds.low(i);
      scaled[i] = low + (bounds.high(i) - low) * (actions[row * scaled.length + i] + 1) / 2;
    }
    return scaled;
  }
}
