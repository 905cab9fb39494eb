package org.aihf.mujoco.reward;

import java.util.Arrays;
import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.mujoco.env.RunningMoments;

/** From transitions to the rows of numbers that the network sees. */
final class StepFeatures {
  /**
   * Deviations below count as this: a component that never varies must not blow up when it does.
   */
  private static final double LEAST_DEVIATION = 0.01;

  private static final float CLIP = 10;

  private final RewardNetworkConfig config;
  private final RunningMoments moments;
  private final float[] mean;
  private final float[] inverse;
  private boolean identity = true;

  StepFeatures(RewardNetworkConfig config) {
    this.config = config;
    this.moments = new RunningMoments(config.observationSize());
    this.mean = new float[config.observationSize()];
    this.inverse = new float[config.observationSize()];
    Arrays.fill(inverse, 1);
  }

  /** Takes observations into account, row after row. */
  void observe(float[] observations) {
    double[] row = new double[mean.length];
    for (int at = 0; at < observations.length; at += row.length) {
      if (isAbsorbing(observations, at)) {
        continue;
      }
      for (int i = 0; i < row.length; i++) {
        row[i] = observations[at + i];
      }
      moments.add(row);
    }
  }

  /** Uses the moments of now. */
  void refresh() {
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) moments.mean(i);
      inverse[i] = (float) (1 / Math.max(LEAST_DEVIATION, Math.sqrt(moments.variance(i))));
    }
    if (config.absorbing()) {
      mean[mean.length - 1] = 0;
      inverse[mean.length - 1] = 1;
    }
    identity = false;
  }

  private boolean isAbsorbing(float[] observations, int at) {
    return config.absorbing() && observations[at + mean.length - 1] == 1;
  }

  /** Whether a transition only waits for the time limit. */
  boolean isAbsorbing(TransitionBatch batch, int row) {
    return isAbsorbing(batch.observations(), row * config.observationSize());
  }

  /** Whether there are moments to scale with. */
  boolean fitted() {
    return !identity;
  }

  double[] save() {
    return identity ? new double[0] : moments.save();
  }

  void restore(double[] saved) {
    if (saved.length == 0) {
      identity = true;
      moments.restore(new RunningMoments(mean.length).save());
    } else {
      moments.restore(saved);
      refresh();
    }
  }

  /** Fills {@code x}, at least size · inputSize numbers, row after row. */
  void fill(TransitionBatch batch, float[] x) {
    int s = config.observationSize();
    int a = config.actionSize();
    if (batch.observationSize() != s || batch.actionSize() != a) {
      throw new IllegalArgumentException(
          "a reward of observations of %d and actions of %d numbers does not take transitions with %d and %d"
              .formatted(s, a, batch.observationSize(), batch.actionSize()));
    }
    int width = config.inputSize();
    for (int row = 0; row < batch.size(); row++) {
      int at = row * width;
      observation(batch.observations(), row * s, x, at);
      if (config.input() != RewardInput.STATE) {
        if (isAbsorbing(batch.observations(), row * s)) {
          Arrays.fill(x, at + s, at + s + a, 0);
        } else {
          System.arraycopy(batch.actions(), row * a, x, at + s, a);
        }
      }
      if (config.input() == RewardInput.STATE_ACTION_NEXT_STATE) {
        observation(batch.nextObservations(), row * s, x, at + s + a);
      }
    }
  }

  private void observation(float[] source, int from, float[] x, int at) {
    if (identity) {
      System.arraycopy(source, from, x, at, mean.length);
      return;
    }
    for (int i = 0; i < mean.length; i++) {
      float scaled = (source[from + i] - mean[i]) * inverse[i];
      x[at + i] = Math.max(-CLIP, Math.min(CLIP, scaled));
    }
  }
}
