package org.aihf.mujoco.env;

import java.util.Arrays;
import org.aihf.random.RandomStream;

/** A box in R^n, bounds included; a bound may be infinite. */
public final class Box {
  private final double[] low;
  private final double[] high;

  private Box(double[] low, double[] high) {
    this.low = low;
    this.high = high;
  }

  /**
   * @throws IllegalArgumentException when lengths differ or a lower bound is not below its upper
   *     one
   */
  public static Box of(double[] low, double[] high) {
    if (low.length != high.length) {
      throw new IllegalArgumentException(
          low.length + " lower bounds, " + high.length + " upper ones");
    }
    for (int i = 0; i < low.length; i++) {
      if (!(low[i] < high[i])) {
        throw new IllegalArgumentException(
            "component " + i + ": [" + low[i] + ", " + high[i] + "] is empty");
      }
    }
    return new Box(low.clone(), high.clone());
  }

  /** The same bounds for every component. */
  public static Box of(int dimension, double low, double high) {
    double[] lows = new double[dimension];
    double[] highs = new double[dimension];
    Arrays.fill(lows, low);
    Arrays.fill(highs, high);
    return of(lows, highs);
  }

  /** All of R^n. */
  public static Box unbounded(int dimension) {
    return of(dimension, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /** Number of components. */
  public int dimension() {
    return low.length;
  }

  public double low(int component) {
    return low[component];
  }

  public double high(int component) {
    return high[component];
  }

  /** Whether every bound is finite. */
  public boolean isBounded() {
    return Arrays.stream(low).allMatch(Double::isFinite)
        && Arrays.stream(high).allMatch(Double::isFinite);
  }

  public boolean contains(double[] point) {
    if (point.length != low.length) {
      return false;
    }
    for (int i = 0; i < point.length; i++) {
      if (!(point[i] >= low[i] && point[i] <= high[i])) {
        return false;
      }
    }
    return true;
  }

  /** The nearest point of the box. */
  public double[] clip(double[] point) {
    double[] clipped = new double[point.length];
    for (int i = 0; i < point.length; i++) {
      clipped[i] = Math.min(high[i], Math.max(low[i], point[i]));
    }
    return clipped;
  }

  /**
   * A uniform sample.
   *
   * @throws IllegalStateException when a bound is infinite
   */
  public double[] sample(RandomStream random) {
    if (!isBounded()) {
      throw new IllegalStateException("an unbounded box has no uniform distribution");
    }
    double[] point = new double[low.length];
    for (int i = 0; i < point.length; i++) {
      point[i] = low[i] + (high[i] - low[i]) * random.nextDouble();
    }
    return point;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Box box && Arrays.equals(low, box.low) && Arrays.equals(high, box.high);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(low) + Arrays.hashCode(high);
  }

  @Override
  public String toString() {
    return "Box(" + Arrays.toString(low) + ", " + Arrays.toString(high) + ")";
  }
}
