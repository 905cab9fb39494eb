package org.aihf.llm.model;

import java.util.Arrays;

/**
 * What safe-rlhf does to a score before it shows it (its {@code Normalizer}, in evaluation mode):
 * per label {@code (score − shift) · scale}.
 */
@SuppressWarnings("ArrayRecordComponent")
record ScoreNormalizer(double[] shift, double[] scale) {
  private static final double EPSILON = 1e-8;

  /** Leaves scores as they are. */
  static ScoreNormalizer identity(int labels) {
    double[] ones = new double[labels];
    Arrays.fill(ones, 1);
    return new ScoreNormalizer(new double[labels], ones);
  }

  /** As configured. */
  static ScoreNormalizer of(ScoreHeadSettings settings) {
    if (!settings.normalizes()) {
      return identity(settings.mean().length);
    }
    double[] scale =
        Arrays.stream(settings.variance()).map(v -> 1 / (Math.sqrt(v) + EPSILON)).toArray();
    return switch (settings.type()) {
      case REWARD -> new ScoreNormalizer(settings.mean(), scale);
      case COST -> new ScoreNormalizer(new double[scale.length], scale);
      case CRITIC -> identity(scale.length);
    };
  }

  double apply(double score, int label) {
    return (score - shift[label]) * scale[label];
  }

  /** Derivative of {@link #apply} by the score. */
  double slope(int label) {
    return scale[label];
  }
}
