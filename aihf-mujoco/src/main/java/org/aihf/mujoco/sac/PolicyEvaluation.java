package org.aihf.mujoco.sac;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Step;
import org.aihf.random.RandomStream;

/**
 * Episodes of a policy in environments of their own, judged by the environment's reward.
 *
 * @param returns undiscounted, one an episode
 * @param lengths in steps
 */
public record PolicyEvaluation(double[] returns, int[] lengths) {

  /** The mode tanh(μ) of the policy: how SAC is reported. */
  public static PolicyEvaluation deterministic(
      SacLearner policy, Supplier<Environment> environment, int episodes, RandomStream random) {
    return run(policy, environment, episodes, random, true);
  }

  /** Actions drawn from the policy, as in training. */
  public static PolicyEvaluation stochastic(
      SacLearner policy, Supplier<Environment> environment, int episodes, RandomStream random) {
    return run(policy, environment, episodes, random, false);
  }

  private static PolicyEvaluation run(
      SacLearner policy,
      Supplier<Environment> environment,
      int episodes,
      RandomStream random,
      boolean deterministic) {
    PolicyEvaluation result = new PolicyEvaluation(new double[episodes], new int[episodes]);
    List<Environment> environments = new ArrayList<>();
    try {
      for (int i = 0; i < episodes; i++) {
        environments.add(environment.get());
      }
      result.play(policy, environments, random, deterministic);
    } finally {
      environments.forEach(Environment::close);
    }
    return result;
  }

  /** All episodes side by side: one call of the policy for the steps of all. */
  private void play(
      SacLearner policy,
      List<Environment> environments,
      RandomStream random,
      boolean deterministic) {
    ActionScale scale = ActionScale.of(environments.get(0));
    double[][] observations = new double[environments.size()][];
    List<Integer> running = new ArrayList<>();
    for (int i = 0; i < observations.length; i++) {
      long seed = random.split("episode", i).nextLong();
      observations[i] = environments.get(i).reset(seed).observation();
      running.add(i);
    }
    RandomStream noise = random.split("actions");
    while (!running.isEmpty()) {
      float[] actions = policy.act(rows(observations, running), deterministic ? null : noise);
      List<Integer> left = new ArrayList<>();
      for (int row = 0; row < running.size(); row++) {
        int i = running.get(row);
        Step step = environments.get(i).step(scale.toEnvironment(actions, row));
        returns[i] += step.reward();
        lengths[i]++;
        observations[i] = step.observation();
        if (!step.done()) {
          left.add(i);
        }
      }
      running = left;
    }
  }

  private static float[] rows(double[][] observations, List<Integer> running) {
    int size = observations[0].length;
    float[] rows = new float[running.size() * size];
    for (int row = 0; row < running.size(); row++) {
      for (int j = 0; j < size; j++) {
        rows[row * size + j] = (float) observations[running.get(row)][j];
      }
    }
    return rows;
  }

  public double mean() {
    return Arrays.stream(returns).average().orElse(Double.NaN);
  }

  /** Over episodes (n, as numpy's default). */
  public double standardDeviation() {
    double mean = mean();
    return Math.sqrt(Arrays.stream(returns).map(r -> (r - mean) * (r - mean)).average().orElse(0));
  }
}
