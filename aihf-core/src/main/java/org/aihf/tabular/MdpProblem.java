package org.aihf.tabular;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.aihf.objective.Sigmoid;
import org.aihf.random.RandomStream;

/**
 * Eq. 5 on a small Markov decision process with a linear reward r(s,a;θ) = θ·φ(s,a), everything
 * exact: {@code L(θ) = w₁ L₁(π_θ) + L₂(θ)}.
 *
 * @param iteration the process, π⁰ and β
 * @param features φ, {@code [state][action][feature]}
 * @param expert π^E, {@code [state][action]}
 * @param preferences φ(τ^W) − φ(τ^L) of discounted feature sums, {@code [pair][feature]}
 */
public record MdpProblem(
    SoftPolicyIteration iteration,
    double[][][] features,
    double[][] expert,
    double[][] preferences,
    double demonstrationWeight) {

  /**
   * A random problem: the expert is optimal for a hidden θ*, preferences are BTL (8) under θ* on
   * pairs of trajectories of π⁰.
   */
  public static MdpProblem random(
      int states,
      int actions,
      int features,
      int pairs,
      double beta,
      double w1,
      RandomStream random) {
    FiniteMdp mdp = FiniteMdp.random(states, actions, 0.9, random);
    double[][] prior = new double[states][actions];
    Arrays.setAll(prior, s -> uniform(actions));
    SoftPolicyIteration iteration = new SoftPolicyIteration(mdp, prior, beta);
    double[][][] phi = new double[states][actions][];
    for (double[][] row : phi) {
      Arrays.setAll(row, a -> gaussians(features, random));
    }
    double[] hidden = gaussians(features, random);
    MdpProblem problem = new MdpProblem(iteration, phi, prior, new double[0][], w1);
    double[][] expert = iteration.optimal(problem.reward(hidden));
    double[][] differences = new double[pairs][];
    for (int p = 0; p < pairs; p++) {
      double[] first = problem.featureSum(mdp.trajectory(prior, 20, random));
      double[] second = problem.featureSum(mdp.trajectory(prior, 20, random));
      double[] difference = add(first, -1, second);
      boolean firstWins = random.nextDouble() < Sigmoid.of(dot(hidden, difference));
      differences[p] = firstWins ? difference : add(second, -1, first);
    }
    return new MdpProblem(iteration, phi, expert, differences, w1);
  }

  /** r(·,·;θ), {@code [state][action]}. */
  public double[][] reward(double[] theta) {
    return Arrays.stream(features)
        .map(row -> Arrays.stream(row).mapToDouble(phi -> dot(theta, phi)).toArray())
        .toArray(double[][]::new);
  }

  /** π_θ (9). */
  public double[][] optimalPolicy(double[] theta) {
    return iteration.optimal(reward(theta));
  }

  /** L₁(π_θ) (6): discounted log-likelihood of the expert. */
  public double demonstrationLikelihood(double[] theta) {
    double[][] policy = optimalPolicy(theta);
    double[][] occupancy = iteration.mdp().occupancy(expert);
    double value = 0;
    for (int s = 0; s < policy.length; s++) {
      for (int a = 0; a < policy[s].length; a++) {
        value += occupancy[s][a] * Math.log(policy[s][a]);
      }
    }
    return value;
  }

  /**
   * ∇L₁ by (37): {@code (E_{π^E} − E_{π_θ})[Σ γ^t ∇r]/β}. Lemma 4.1 (21) prints it without 1/β.
   *
   * @param optimalPolicy π_θ
   */
  public double[] demonstrationGradient(double[][] optimalPolicy) {
    double[] gap = add(expectedFeatures(expert), -1, expectedFeatures(optimalPolicy));
    return Arrays.stream(gap).map(x -> x / iteration.beta()).toArray();
  }

  /** L₂(θ) (8). */
  public double preferenceLikelihood(double[] theta) {
    return Arrays.stream(preferences)
        .mapToDouble(difference -> Sigmoid.log(dot(theta, difference)))
        .average()
        .orElse(0);
  }

  /** ∇L₂ (20a). */
  public double[] preferenceGradient(double[] theta) {
    double[] gradient = new double[theta.length];
    for (double[] difference : preferences) {
      double surprise = Sigmoid.of(-dot(theta, difference));
      gradient = add(gradient, surprise / preferences.length, difference);
    }
    return gradient;
  }

  /**
   * ∇L(θ) (19).
   *
   * @param optimalPolicy π_θ
   */
  public double[] gradient(double[] theta, double[][] optimalPolicy) {
    return add(
        preferenceGradient(theta), demonstrationWeight, demonstrationGradient(optimalPolicy));
  }

  /**
   * The stochastic gradient (22), with (37)'s 1/β: one trajectory of the expert, one of {@code
   * policy}, one preference pair.
   */
  public double[] stochasticGradient(
      double[] theta, double[][] policy, int steps, RandomStream random) {
    FiniteMdp mdp = iteration.mdp();
    double[] demonstration = featureSum(mdp.trajectory(expert, steps, random));
    double[] own = featureSum(mdp.trajectory(policy, steps, random));
    double[] difference = preferences[random.nextInt(preferences.length)];
    double[] gradient = new double[theta.length];
    gradient = add(gradient, Sigmoid.of(-dot(theta, difference)), difference);
    gradient = add(gradient, demonstrationWeight / iteration.beta(), demonstration);
    return add(gradient, -demonstrationWeight / iteration.beta(), own);
  }

  /** E_π[Σ γ^t φ], exact. */
  public double[] expectedFeatures(double[][] policy) {
    double[][] occupancy = iteration.mdp().occupancy(policy);
    double[] sum = new double[features[0][0].length];
    for (int s = 0; s < occupancy.length; s++) {
      for (int a = 0; a < occupancy[s].length; a++) {
        sum = add(sum, occupancy[s][a], features[s][a]);
      }
    }
    return sum;
  }

  private double[] featureSum(int[][] trajectory) {
    double[] sum = new double[features[0][0].length];
    double discount = 1;
    for (int[] step : trajectory) {
      sum = add(sum, discount, features[step[0]][step[1]]);
      discount *= iteration.mdp().gamma();
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  /** a + scale · b. */
  static double[] add(double[] a, double scale, double[] b) {
    double[] sum = new double[a.length];
    Arrays.setAll(sum, i -> a[i] + scale * b[i]);
    return sum;
  }

  private static double[] gaussians(int size, RandomStream random) {
    double[] values = new double[size];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }

  private static double[] uniform(int size) {
    double[] values = new double[size];
    Arrays.fill(values, 1.0 / size);
    return values;
  }
}
