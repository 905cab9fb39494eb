package org.aihf.mujoco.env;

import java.util.Arrays;

/**
 * Mean and variance of each component of a stream of vectors (Chan's parallel update), starting as
 * Gymnasium's {@code RunningMeanStd} does: mean 0, variance 1, with the weight of 1e-4 samples.
 */
public final class RunningMoments {
  private static final double PRIOR_COUNT = 1e-4;

  private final double[] mean;
  private final double[] variance;
  private double count = PRIOR_COUNT;

  public RunningMoments(int dimension) {
    mean = new double[dimension];
    variance = new double[dimension];
    Arrays.fill(variance, 1);
  }

  /** Takes one vector more into account. */
  public void add(double... sample) {
    double total = count + 1;
    for (int i = 0; i < mean.length; i++) {
      double delta = sample[i] - mean[i];
      mean[i] += delta / total;
      variance[i] = (variance[i] * count + delta * delta * count / total) / total;
    }
    count = total;
  }

  public double mean(int component) {
    return mean[component];
  }

  public double variance(int component) {
    return variance[component];
  }

  /** (sample - mean) / sqrt(variance + epsilon), a new vector. */
  public double[] normalize(double[] sample, double epsilon) {
    double[] normalized = new double[sample.length];
    for (int i = 0; i < sample.length; i++) {
      normalized[i] = (sample[i] - mean[i]) / Math.sqrt(variance[i] + epsilon);
    }
    return normalized;
  }

  /** Count, means, variances. */
  public double[] save() {
    double[] state = new double[1 + 2 * mean.length];
    state[0] = count;
    System.arraycopy(mean, 0, state, 1, mean.length);
    System.arraycopy(variance, 0, state, 1 + mean.length, mean.length);
    return state;
  }

  /** Continues from {@link #save}. */
  public void restore(double[] state) {
    if (state.length != 1 + 2 * mean.length) {
      throw new IllegalArgumentException(
          "moments of "
              + mean.length
              + " components take "
              + (1 + 2 * mean.length)
              + " numbers, not "
              + state.length);
    }
    count = state[0];
    System.arraycopy(state, 1, mean, 0, mean.length);
    System.arraycopy(state, 1 + mean.length, variance, 0, mean.length);
  }
}
