package org.aihf.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.aihf.random.RandomStream;

/**
 * Confidence intervals without a distribution: the statistic of many resamples with replacement,
 * and its percentiles.
 *
 * @param level of the interval, in (0, 1), such as 0.95
 * @param resamples how many; 2,000 or more for two digits
 */
public record Bootstrap(double level, int resamples) {
  public Bootstrap {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level is " + level + "; it must be in (0, 1)");
    }
    if (resamples < 1) {
      throw new IllegalArgumentException("resamples is " + resamples + "; it must be at least 1");
    }
  }

  /** From {@code low} to {@code high}. */
  public record Interval(double low, double high) {}

  /** 95 % from 10,000 resamples. */
  public static Bootstrap standard() {
    return new Bootstrap(0.95, 10_000);
  }

  /** The interval of a statistic of values such as the final returns of seeds. */
  public Interval interval(
      double[] values, ToDoubleFunction<double[]> statistic, RandomStream random) {
    return interval(List.of(values), statistic, random);
  }

  /**
   * The stratified interval, as rliable's: each stratum (the runs of one task) is resampled by
   * itself, and the statistic sees all of them.
   *
   * @throws IllegalArgumentException if a stratum is empty
   */
  public Interval interval(
      List<double[]> strata, ToDoubleFunction<double[]> statistic, RandomStream random) {
    double[] statistics = new double[resamples];
    double[] resample = new double[strata.stream().mapToInt(s -> s.length).sum()];
    for (int i = 0; i < resamples; i++) {
      int at = 0;
      for (double[] stratum : strata) {
        if (stratum.length == 0) {
          throw new IllegalArgumentException("a stratum without values cannot be resampled");
        }
        for (int k = 0; k < stratum.length; k++) {
          resample[at++] = stratum[random.nextInt(stratum.length)];
        }
      }
      statistics[i] = statistic.applyAsDouble(resample);
    }
    Arrays.sort(statistics);
    double tail = (1 - level) / 2;
    return new Interval(quantile(statistics, tail), quantile(statistics, 1 - tail));
  }

  /** Linear between order statistics, as NumPy's. */
  private static double quantile(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
