package org.aihf.examples.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Shares of values in equal bins; values beyond the ends count in the outer bins.
 *
 * @param shares sum to 1
 */
@SuppressWarnings("ArrayRecordComponent")
record Histogram(double low, double high, double[] shares) {
  static Histogram of(double[] values, double low, double high, int bins) {
    double[] shares = new double[bins];
    for (double value : values) {
      int bin = (int) Math.floor((value - low) / (high - low) * bins);
      shares[Math.min(bins - 1, Math.max(0, bin))] += 1.0 / values.length;
    }
    return new Histogram(low, high, shares);
  }

  double tallest() {
    double most = 0;
    for (double share : shares) {
      most = Math.max(most, share);
    }
    return most;
  }

  /** The outline from the left end of the base line to its right end. */
  List<double[]> outline(Scale x, Scale y) {
    List<double[]> points = new ArrayList<>();
    points.add(new double[] {x.at(low), y.at(0)});
    double width = (high - low) / shares.length;
    for (int bin = 0; bin < shares.length; bin++) {
      points.add(new double[] {x.at(low + bin * width), y.at(shares[bin])});
      points.add(new double[] {x.at(low + (bin + 1) * width), y.at(shares[bin])});
    }
    points.add(new double[] {x.at(high), y.at(0)});
    return points;
  }
}
