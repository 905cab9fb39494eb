package org.aihf.reward;

import java.util.List;
import org.aihf.Metrics;

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
    return new Measured(score(trajectories), Metrics.empty()).requireFinite(trajectories.size());
  }

  /** The same, with what is worth recording beside the scores: the parts of a sum, say. */
  default Measured measure(List<T> trajectories) {
    return new Measured(score(trajectories), Metrics.empty());
  }

  /**
   * Scores of a batch.
   *
   * @param scores one per trajectory
   * @param metrics how they came about; empty where there is nothing to say
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Measured(double[] scores, Metrics metrics) {
    /**
     * The scores.
     *
     * @throws ArithmeticException as {@link RewardFunction#finiteScores}
     */
    public double[] requireFinite(int trajectories) {
      if (scores.length != trajectories) {
        throw new ArithmeticException(
            "the reward function gave %d rewards for %d trajectories"
                .formatted(scores.length, trajectories));
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
}
