package org.aihf.mujoco.sac;

import java.util.List;
import java.util.function.Supplier;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.env.Environment;
import org.aihf.random.RandomStream;

/**
 * Episodes of a policy in environments of their own, judged by the environment's reward.
 *
 * @param episodes whole ones
 */
public record PolicyEvaluation(List<Trajectory> episodes) {

  /** The mode tanh(μ) of the policy: how SAC is reported. */
  public static PolicyEvaluation deterministic(
      SacLearner policy, Supplier<Environment> environment, int episodes, RandomStream random) {
    try (PolicyRollout rollout = new PolicyRollout(environment, episodes)) {
      return new PolicyEvaluation(rollout.deterministic(policy, random));
    }
  }

  /** Actions drawn from the policy, as in training. */
  public static PolicyEvaluation stochastic(
      SacLearner policy, Supplier<Environment> environment, int episodes, RandomStream random) {
    try (PolicyRollout rollout = new PolicyRollout(environment, episodes)) {
      return new PolicyEvaluation(rollout.stochastic(policy, random));
    }
  }

  /** Undiscounted, one an episode. */
  public double[] returns() {
    return episodes.stream().mapToDouble(Trajectory::trueReturn).toArray();
  }

  /** Mean undiscounted return. */
  public double mean() {
    return episodes.stream().mapToDouble(Trajectory::trueReturn).average().orElse(Double.NaN);
  }

  /** Of returns over episodes (n, as numpy's default). */
  public double standardDeviation() {
    double mean = mean();
    return Math.sqrt(
        episodes.stream()
            .mapToDouble(Trajectory::trueReturn)
            .map(r -> (r - mean) * (r - mean))
            .average()
            .orElse(Double.NaN));
  }

  /** Mean number of steps. */
  public double meanLength() {
    return episodes.stream().mapToInt(Trajectory::length).average().orElse(Double.NaN);
  }
}
