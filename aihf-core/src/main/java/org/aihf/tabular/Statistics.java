package org.aihf.tabular;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Means, spreads and fits of repeated experiments. */
final class Statistics {
  private Statistics() {}

  static double mean(double[] values) {
    return DoubleStream.of(values).average().orElseThrow();
  }

  /** With Bessel's correction. */
  static double variance(double[] values) {
    double mean = mean(values);
    return DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
  }

  static double standardDeviation(double[] values) {
    return Math.sqrt(variance(values));
  }

  /** Linear interpolation between order statistics. */
  static double quantile(double[] values, double q) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double at = q * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /** Slope of the least-squares line of log y over log x: the exponent of a power law. */
  static double exponent(double[] x, double[] y) {
    double[] logX = DoubleStream.of(x).map(Math::log).toArray();
    double[] logY = DoubleStream.of(y).map(Math::log).toArray();
    double meanX = mean(logX);
    double meanY = mean(logY);
    double covariance = 0;
    double variance = 0;
    for (int i = 0; i < x.length; i++) {
      covariance += (logX[i] - meanX) * (logY[i] - meanY);
      variance += (logX[i] - meanX) * (logX[i] - meanX);
    }
    return covariance / variance;
  }

  /** ½ Σ |p_i − q_i|. */
  static double totalVariation(double[] p, double[] q) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += Math.abs(p[i] - q[i]);
    }
    return sum / 2;
  }
}
