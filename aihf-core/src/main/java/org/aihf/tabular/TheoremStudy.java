package org.aihf.tabular;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.aihf.random.RandomStream;
import org.aihf.run.Progress;

/**
 * Theorem 4.1 measured: Algorithm 1 with one exact soft policy improvement per iteration and the
 * stochastic gradient (22) on a small problem, and the averages (23a) and (23b) against K.
 *
 * <p>The theorem prints the step size α₀/K²; its proof uses α = α₀/K^σ with σ in (0, 1), and so
 * does {@link #run}. σ = 1/2 promises O(K^(−1/2)) for both averages. With the printed α₀/K² the
 * reward hardly moves and (23b) cannot fall, which {@link Result#asPrinted()} shows.
 *
 * @param alpha α₀
 * @param sigma σ
 * @param horizons the K's
 * @param repeats independent runs per K
 */
public record TheoremStudy(double alpha, double sigma, int[] horizons, int repeats) {
  /** σ = 1/2, K = 16 … 1024. */
  public static final TheoremStudy DEFAULT =
      new TheoremStudy(0.4, 0.5, new int[] {16, 32, 64, 128, 256, 512, 1024}, 20);

  /** γ^140 is 4e-7: what is cut off a trajectory does not show. */
  private static final int TRAJECTORY = 140;

  /**
   * Both averages at one K.
   *
   * @param policyGap (23a), mean over repeats
   * @param gradient (23b), mean over repeats
   */
  public record Point(
      int iterations,
      double policyGap,
      double policyGapDeviation,
      double gradient,
      double gradientDeviation) {}

  /**
   * Averages against K with their power laws.
   *
   * @param policyGapExponent of K in (23a), least squares in log-log; at most −1/2 for σ = 1/2
   * @param gradientExponent of K in (23b)
   */
  public record Series(
      String stepSize, List<Point> points, double policyGapExponent, double gradientExponent) {}

  /**
   * @param promised the exponent of Theorem 4.1 for both averages, max(−σ, σ − 1)
   * @param asProved α₀/K^σ
   * @param asPrinted α₀/K²
   */
  public record Result(double promised, Series asProved, Series asPrinted) {}

  /** Both series, without a word. */
  public Result run(long seed) {
    try (Progress progress = Progress.silent()) {
      return run(seed, progress);
    }
  }

  /** Iterations of Algorithm 1 in one {@link #run}: the units of its progress. */
  public long totalIterations() {
    return 2L * repeats * Arrays.stream(horizons).asLongStream().sum();
  }

  /** Both series; progress counts iterations. */
  public Result run(long seed, Progress progress) {
    RandomStream random = RandomStream.of(seed).split("theorem");
    MdpProblem problem = MdpProblem.random(5, 3, 4, 200, 1, 1, random.split("problem"));
    return new Result(
        Math.max(-sigma, sigma - 1),
        series("alpha0 / K^" + sigma, sigma, problem, random, progress),
        series("alpha0 / K^2", 2, problem, random, progress));
  }

  private Series series(
      String name, double power, MdpProblem problem, RandomStream random, Progress progress) {
    List<Point> points = new ArrayList<>();
    for (int iterations : horizons) {
      double[][] averages = new double[repeats][];
      for (int r = 0; r < repeats; r++) {
        RandomStream run = random.split("run-" + iterations, r);
        averages[r] = averages(problem, iterations, alpha / Math.pow(iterations, power), run);
        progress.advance(iterations);
      }
      double[] gaps = Arrays.stream(averages).mapToDouble(a -> a[0]).toArray();
      double[] gradients = Arrays.stream(averages).mapToDouble(a -> a[1]).toArray();
      points.add(
          new Point(
              iterations,
              Statistics.mean(gaps),
              Statistics.standardDeviation(gaps),
              Statistics.mean(gradients),
              Statistics.standardDeviation(gradients)));
    }
    double[] k = Arrays.stream(horizons).asDoubleStream().toArray();
    return new Series(
        name,
        List.copyOf(points),
        Statistics.exponent(k, points.stream().mapToDouble(Point::policyGap).toArray()),
        Statistics.exponent(k, points.stream().mapToDouble(Point::gradient).toArray()));
  }

  /** (23a) and (23b) of one run of Algorithm 1. */
  private static double[] averages(
      MdpProblem problem, int iterations, double stepSize, RandomStream random) {
    SoftPolicyIteration alignment = problem.iteration();
    double[] theta = new double[problem.features()[0][0].length];
    double[][] policy = alignment.prior();
    double gap = 0;
    double squaredGradient = 0;
    for (int k = 0; k < iterations; k++) {
      policy = alignment.improve(problem.reward(theta), policy);
      double[][] optimal = problem.optimalPolicy(theta);
      gap += SoftPolicyIteration.logDistance(policy, optimal);
      squaredGradient += DoubleStream.of(problem.gradient(theta, optimal)).map(g -> g * g).sum();
      theta =
          MdpProblem.add(
              theta, stepSize, problem.stochasticGradient(theta, policy, TRAJECTORY, random));
    }
    return new double[] {gap / iterations, squaredGradient / iterations};
  }
}
