package org.aihf.rl;

import java.util.Arrays;

/**
 * Running mean and standard deviation of scores over a whole run (Welford's method, as trlx's
 * {@code scale_reward: running}).
 *
 * <p>Three numbers are its state: {@link #state()} and {@link #resumeAt} continue bit for bit.
 */
public final class RewardNormalizer {
  private static final double EPSILON = 1e-8;

  private final boolean shiftMean;
  private double count;
  private double mean;
  private double squares;

  private RewardNormalizer(boolean shiftMean) {
    this.shiftMean = shiftMean;
  }

  /** Divides by the running standard deviation and keeps the mean (a constant of R is free). */
  public static RewardNormalizer scale() {
    return new RewardNormalizer(false);
  }

  /** Subtracts the running mean, divides by the running standard deviation. */
  public static RewardNormalizer standardize() {
    return new RewardNormalizer(true);
  }

  /** Takes the scores of a rollout into account. */
  public void update(double[] scores) {
    for (double score : scores) {
      if (!Double.isFinite(score)) {
        throw new ArithmeticException("cannot normalise a score of " + score);
      }
      count++;
      double delta = score - mean;
      mean += delta / count;
      squares += delta * (score - mean);
    }
  }

  /** The scores normalised by what was seen so far; unchanged until two scores were seen. */
  public double[] apply(double[] scores) {
    if (count < 2) {
      return scores.clone();
    }
    double scale = 1 / Math.sqrt(standardDeviation() * standardDeviation() + EPSILON);
    double shift = shiftMean ? mean : 0;
    return Arrays.stream(scores).map(score -> (score - shift) * scale).toArray();
  }

  public double mean() {
    return mean;
  }

  /** With Bessel's correction; 0 until two scores were seen. */
  public double standardDeviation() {
    return count < 2 ? 0 : Math.sqrt(squares / (count - 1));
  }

  /** Everything needed to continue: {@code {count, mean, sum of squared deviations}}. */
  public double[] state() {
    return new double[] {count, mean, squares};
  }

  /** Continues from {@link #state()}. */
  public void resumeAt(double[] state) {
    if (state.length != 3) {
      throw new IllegalArgumentException(
          "a reward normaliser's state has 3 numbers, not " + state.length);
    }
    count = state[0];
    mean = state[1];
    squares = state[2];
  }
}
