package org.aihf.mujoco.sac;

import org.jspecify.annotations.Nullable;

/**
 * What happened in one step of the environment.
 *
 * @param step counted from 1, over the whole run
 * @param losses of the last update; null when there was none
 * @param episode that ended with this step; null otherwise
 */
public record SacStep(long step, @Nullable Losses losses, @Nullable Episode episode) {
  /**
   * A finished episode of training: actions were drawn, so an evaluation says more.
   *
   * @param trueReturn sum of the environment's own rewards
   */
  public record Episode(double trueReturn, int length) {}
}
