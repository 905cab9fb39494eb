package org.aihf.statistics;

import java.util.Locale;

/**
 * Mean and spread of some values.
 *
 * @param deviation standard deviation with n in the denominator, as NumPy's
 */
public record Summary(int count, double mean, double deviation) {
  /** Of no value both figures are NaN. */
  public static Summary of(double... values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new Summary(values.length, mean, Math.sqrt(squares / values.length));
  }

  /** {@code 3024.63 ± 40.52}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f ± %.2f", mean, deviation);
  }
}
