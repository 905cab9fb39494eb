package org.aihf.reward;

import java.util.List;

/** R(τ), post-processed for use by a policy (normalised, clipped), without gradient. */
@FunctionalInterface
public interface RewardFunction<T> {
  /**
   * @return one finite reward per trajectory, in order
   */
  double[] score(List<T> trajectories);

  /**
   * The same, checked: what a policy calls, so that one bad score stops the run instead of spoiling
   * the policy.
   *
   * @throws ArithmeticException naming the first reward that is not finite, or if there is not one
   *     per trajectory
   */
  default double[] finiteScores(List<T> trajectories) {
    double[] scores = score(trajectories);
    if (scores.length != trajectories.size()) {
      throw new ArithmeticException(
          "the reward function gave %d rewards for %d trajectories"
              .formatted(scores.length, trajectories.size()));
    }
    for (int i = 0; i < scores.length; i++) {
      if (!Double.isFinite(scores[i])) {
        throw new ArithmeticException(
            "the reward of trajectory %d of %d is %s".formatted(i + 1, scores.length, scores[i]));
      }
    }
    return scores;
  }
}
