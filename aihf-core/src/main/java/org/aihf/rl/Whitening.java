package org.aihf.rl;

import java.util.Arrays;
import org.aihf.UserError;

/**
 * Scaling to unit variance over all tokens of a batch, as TRL's {@code masked_whiten}: {@code (x −
 * mean)/√(var + 1e-8)}, var with Bessel's correction.
 */
public enum Whitening {
  /** Mean 0, variance 1: advantages. */
  SHIFT_MEAN,
  /** Variance 1, the mean stays where it was: rewards. */
  KEEP_MEAN;

  private static final double EPSILON = 1e-8;

  /**
   * Whitened values, same shape.
   *
   * @param values {@code [sequence][token]}; rows may differ in length
   * @throws UserError if there are fewer than two values, which have no variance
   */
  public double[][] of(double[][] values) {
    long count = 0;
    double sum = 0;
    for (double[] row : values) {
      count += row.length;
      for (double value : row) {
        sum += value;
      }
    }
    if (count < 2) {
      throw new UserError(
          "whitening needs at least 2 values to have a variance, but the batch has "
              + count
              + "; use a larger batch or turn whitening off");
    }
    double mean = sum / count;
    double squares = 0;
    for (double[] row : values) {
      for (double value : row) {
        squares += (value - mean) * (value - mean);
      }
    }
    double scale = 1 / Math.sqrt(squares / (count - 1) + EPSILON);
    double shift = this == KEEP_MEAN ? mean : 0;
    return Arrays.stream(values)
        .map(row -> Arrays.stream(row).map(x -> (x - mean) * scale + shift).toArray())
        .toArray(double[][]::new);
  }

  /** The same for one value per sequence. */
  public double[] of(double[] values) {
    return of(new double[][] {values})[0];
  }
}
