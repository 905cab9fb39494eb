package org.aihf.examples.report;

import java.util.Arrays;

/**
 * Several values of one thing.
 *
 * @param std sample standard deviation; 0 for a single value
 * @param count how many values; 0 makes the rest NaN
 */
record Spread(double mean, double std, int count) {
  static Spread of(double... values) {
    double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
    if (finite.length == 0) {
      return new Spread(Double.NaN, Double.NaN, 0);
    }
    double mean = Arrays.stream(finite).sum() / finite.length;
    double squares = Arrays.stream(finite).map(x -> (x - mean) * (x - mean)).sum();
    double std = finite.length == 1 ? 0 : Math.sqrt(squares / (finite.length - 1));
    return new Spread(mean, std, finite.length);
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Squared standard error of the mean. */
  double errorSquared() {
    return count == 0 ? Double.NaN : std * std / count;
  }

  /** "2.82 ± 0.19", or the value alone where there is only one. */
  String text() {
    return count > 1
        ? Numbers.figure(mean) + " \u00b1 " + Numbers.figure(std)
        : Numbers.figure(mean);
  }
}
