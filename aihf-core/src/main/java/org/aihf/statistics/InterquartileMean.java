package org.aihf.statistics;

import java.util.Arrays;

/**
 * The mean of the middle half (Agarwal et al. 2021, "Deep Reinforcement Learning at the Edge of the
 * Statistical Precipice"): one lucky or failed seed does not decide it.
 */
public final class InterquartileMean {
  private InterquartileMean() {}

  /**
   * Leaves out ⌊n / 4⌋ values at either end, as SciPy's {@code trim_mean(values, 0.25)}.
   *
   * @throws IllegalArgumentException if there is no value
   */
  public static double of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no value, so no mean");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int cut = sorted.length / 4;
    return Arrays.stream(sorted, cut, sorted.length - cut).average().orElseThrow();
  }
}
