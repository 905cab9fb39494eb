package org.aihf.rl;

import java.util.Arrays;

/**
 * How losses of tokens become one loss. Weights are those of the <em>whole</em> batch, so the sum
 * over any split into micro-batches is the same: 8×1 equals 1×8.
 */
public enum LossAggregation {
  /** Mean over all tokens of the batch: long answers weigh more. The default of TRL and verl. */
  TOKEN_MEAN,
  /** Mean over sequences of the sum over tokens: the policy gradient proper (RLOO, eq. 7). */
  SEQUENCE_MEAN_TOKEN_SUM,
  /** Mean over sequences of the mean over tokens: GRPO as first published. */
  SEQUENCE_MEAN_TOKEN_MEAN;

  /**
   * What one token of each sequence weighs, {@code [sequence]}; 0 for a sequence without tokens.
   *
   * @param lengths tokens of each sequence of the whole batch
   */
  public double[] weights(int[] lengths) {
    long tokens = Arrays.stream(lengths).asLongStream().sum();
    long sequences = Arrays.stream(lengths).filter(n -> n > 0).count();
    return Arrays.stream(lengths)
        .mapToDouble(
            length ->
                length == 0
                    ? 0
                    : switch (this) {
                      case TOKEN_MEAN -> 1.0 / tokens;
                      case SEQUENCE_MEAN_TOKEN_SUM -> 1.0 / sequences;
                      case SEQUENCE_MEAN_TOKEN_MEAN -> 1.0 / ((double) sequences * length);
                    })
        .toArray();
  }

  /**
   * Coefficients ∂L/∂log π of the policy-gradient loss L = −Σ w·A·log π: {@code −w·A}, {@code
   * [sequence][token]}. With {@link #TOKEN_MEAN} that is −A/N, N over the whole batch.
   *
   * @param advantages {@code [sequence][token]}, of the whole batch
   */
  public double[][] coefficients(double[][] advantages) {
    double[] weights = weights(Arrays.stream(advantages).mapToInt(row -> row.length).toArray());
    double[][] coefficients = new double[advantages.length][];
    for (int i = 0; i < coefficients.length; i++) {
      double weight = weights[i];
      coefficients[i] = Arrays.stream(advantages[i]).map(a -> -a * weight).toArray();
    }
    return coefficients;
  }
}
