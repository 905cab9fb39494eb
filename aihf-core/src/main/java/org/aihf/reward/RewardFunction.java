package org.aihf.reward;

import java.util.List;

/** R(τ), post-processed for use by a policy (normalised, clipped), without gradient. */
@FunctionalInterface
public interface RewardFunction<T> {
  /**
   * @return one finite reward per trajectory, in order
   */
  double[] score(List<T> trajectories);
}
