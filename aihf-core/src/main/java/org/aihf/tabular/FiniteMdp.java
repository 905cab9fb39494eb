package org.aihf.tabular;

import java.util.Arrays;
import org.aihf.random.RandomStream;

/**
 * A finite Markov decision process without its reward.
 *
 * @param transition P(s'|s,a), {@code [state][action][next]}
 * @param start ρ, {@code [state]}
 * @param gamma γ in [0, 1)
 */
public record FiniteMdp(double[][][] transition, double[] start, double gamma) {
  public FiniteMdp {
    if (!(gamma >= 0 && gamma < 1)) {
      throw new IllegalArgumentException("gamma must be in [0, 1), not " + gamma);
    }
    requireDistribution("start", start);
    for (double[][] actions : transition) {
      for (double[] next : actions) {
        requireDistribution("transition", next);
      }
    }
  }

  /**
   * A random one in which every state can follow every other: irreducible and aperiodic under any
   * policy (Assumption 1).
   */
  public static FiniteMdp random(int states, int actions, double gamma, RandomStream random) {
    double[][][] transition = new double[states][actions][];
    for (double[][] rows : transition) {
      Arrays.setAll(rows, a -> randomDistribution(states, random));
    }
    return new FiniteMdp(transition, randomDistribution(states, random), gamma);
  }

  public int states() {
    return transition.length;
  }

  public int actions() {
    return transition[0].length;
  }

  /**
   * How often π is in s and takes a, discounted: Σ_t γ^t P(s_t = s, a_t = a), exact, {@code
   * [state][action]}; sums to 1/(1 − γ).
   */
  public double[][] occupancy(double[][] policy) {
    int n = states();
    double[][] system = new double[n][n]; // (I − γ P_πᵀ) d = ρ
    for (int s = 0; s < n; s++) {
      for (int next = 0; next < n; next++) {
        system[next][s] = (next == s ? 1 : 0) - gamma * step(policy, s, next);
      }
    }
    double[] visits = LinearSystem.solve(system, start);
    double[][] occupancy = new double[n][actions()];
    for (int s = 0; s < n; s++) {
      for (int a = 0; a < actions(); a++) {
        occupancy[s][a] = visits[s] * policy[s][a];
      }
    }
    return occupancy;
  }

  /** P_π(next | s). */
  double step(double[][] policy, int s, int next) {
    double probability = 0;
    for (int a = 0; a < actions(); a++) {
      probability += policy[s][a] * transition[s][a][next];
    }
    return probability;
  }

  /** States and actions of one run of π, {@code [t] = {state, action}}. */
  public int[][] trajectory(double[][] policy, int steps, RandomStream random) {
    int[][] trajectory = new int[steps][];
    int state = Softmax.sample(start, random);
    for (int t = 0; t < steps; t++) {
      int action = Softmax.sample(policy[state], random);
      trajectory[t] = new int[] {state, action};
      state = Softmax.sample(transition[state][action], random);
    }
    return trajectory;
  }

  private static double[] randomDistribution(int size, RandomStream random) {
    double[] weights = new double[size];
    Arrays.setAll(weights, i -> 0.05 + random.nextExponential());
    double total = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(w -> w / total).toArray();
  }

  private static void requireDistribution(String name, double[] probabilities) {
    double total = Arrays.stream(probabilities).sum();
    if (Math.abs(total - 1) > 1e-9 || Arrays.stream(probabilities).anyMatch(p -> p < 0)) {
      throw new IllegalArgumentException(
          name + " must be probabilities that sum to 1, not " + Arrays.toString(probabilities));
    }
  }
}
