package org.aihf.tabular;

import java.util.List;
import org.aihf.random.RandomStream;

/**
 * Example 1 of A.3.3: two actions of equal reward, one data set large, the other small. What the
 * paper prints: RLHF 0.6 and AIHF 56/110 on both data sets, and {@code Var(π₁^AIHF) = π₁*(1 −
 * π₁*)/(|D| + |P|)}, below the variance of either source alone.
 */
public final class TwoActions {
  private TwoActions() {}

  /**
   * π₁ by each method on one data set.
   *
   * @param preference π₁*(R̂_P)
   */
  public record Estimates(
      String dataSet, double sft, double preference, double rlhf, double aihf) {}

  /**
   * An estimator's spread over data sets drawn anew.
   *
   * @param predictedVariance as the paper derives it; NaN where it gives none
   */
  public record Spread(String estimator, double mean, double variance, double predictedVariance) {}

  /**
   * @param truth π₁* of the simulation
   * @param demonstrations |D| of the simulation
   * @param preferences |P| of the simulation
   */
  public record Result(
      List<Estimates> estimates,
      double truth,
      int demonstrations,
      int preferences,
      List<Spread> spreads) {}

  /** "Suppose 50 and 50 demonstrations, 6 against 4 preferences". */
  public static StaticData largeDemonstrations() {
    return data(50, 50, 6, 4);
  }

  /** Eq. 31: 6 and 4 demonstrations, 50 against 50 preferences. */
  public static StaticData largePreferences() {
    return data(6, 4, 50, 50);
  }

  /** The printed numbers, and the variances from {@code repeats} data sets of the first's size. */
  public static Result run(long seed, int repeats) {
    return new Result(
        List.of(
            estimates("100 demonstrations, 10 preferences", largeDemonstrations()),
            estimates("10 demonstrations, 100 preferences", largePreferences())),
        0.5,
        100,
        10,
        spreads(0.5, 100, 10, repeats, RandomStream.of(seed).split("two-actions")));
  }

  static Estimates estimates(String name, StaticData data) {
    return new Estimates(
        name,
        StaticEstimation.sft(data)[0],
        StaticEstimation.preference(data)[0],
        StaticEstimation.rlhf(data)[0],
        StaticEstimation.aihf(data)[0]);
  }

  /**
   * With two actions every estimate is a ratio of counts, also where a likelihood has no maximum.
   */
  static List<Spread> spreads(
      double truth, int demonstrations, int preferences, int repeats, RandomStream random) {
    double[][] estimates = new double[4][repeats];
    for (int r = 0; r < repeats; r++) {
      double demonstrated = binomial(demonstrations, truth, random);
      double preferred = binomial(preferences, truth, random);
      double first = demonstrated * preferred;
      double second = (demonstrations - demonstrated) * (preferences - preferred);
      estimates[0][r] = demonstrated / demonstrations;
      estimates[1][r] = preferred / preferences;
      estimates[2][r] = first + second == 0 ? truth : first / (first + second);
      estimates[3][r] = (demonstrated + preferred) / (demonstrations + preferences);
    }
    double v = truth * (1 - truth);
    return List.of(
        spread("SFT", estimates[0], v / demonstrations),
        spread("preferences", estimates[1], v / preferences),
        spread("RLHF", estimates[2], Double.NaN),
        spread("AIHF", estimates[3], v / (demonstrations + preferences)));
  }

  private static Spread spread(String name, double[] values, double predicted) {
    return new Spread(name, Statistics.mean(values), Statistics.variance(values), predicted);
  }

  private static int binomial(int trials, double probability, RandomStream random) {
    int successes = 0;
    for (int i = 0; i < trials; i++) {
      successes += random.nextDouble() < probability ? 1 : 0;
    }
    return successes;
  }

  private static StaticData data(int first, int second, int firstWins, int secondWins) {
    int[][] wins = {{0, firstWins}, {secondWins, 0}};
    return new StaticData(new int[] {first, second}, wins);
  }
}
