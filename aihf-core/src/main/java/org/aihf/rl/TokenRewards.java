package org.aihf.rl;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.aihf.Metrics;

/**
 * Rewards per token: −β·KL on each, the score on the last (eq. 7 for a sequence). Rows are {@code
 * [sequence][token]} and as long as the completion, EOS included.
 */
public final class TokenRewards {
  private TokenRewards() {}

  /** KL estimates of every token, {@code [sequence][token]}. */
  public static double[][] kl(KlEstimator estimator, double[][] logProbs, double[][] refLogProbs) {
    Shapes.requireSame("logProbs", logProbs, "refLogProbs", refLogProbs);
    double[][] kl = new double[logProbs.length][];
    for (int i = 0; i < kl.length; i++) {
      kl[i] = new double[logProbs[i].length];
      for (int t = 0; t < kl[i].length; t++) {
        kl[i][t] = estimator.value(logProbs[i][t], refLogProbs[i][t]);
      }
    }
    return kl;
  }

  /**
   * −β·kl of every token, plus the sequence's score on its last token.
   *
   * @param scores {@code [sequence]}
   * @param kl {@code [sequence][token]}, from {@link #kl}
   */
  public static double[][] of(double[] scores, double[][] kl, double klCoefficient) {
    Shapes.requireLength("scores", scores, kl.length);
    double[][] rewards = new double[kl.length][];
    for (int i = 0; i < kl.length; i++) {
      Shapes.requireTokens(i, kl[i].length);
      rewards[i] = Arrays.stream(kl[i]).map(k -> -klCoefficient * k).toArray();
      rewards[i][rewards[i].length - 1] += scores[i];
    }
    return rewards;
  }

  /**
   * One reward per sequence, R_i − β·Σ kl: what RLOO compares.
   *
   * @param scores {@code [sequence]}
   * @param kl {@code [sequence][token]}
   */
  public static double[] sequence(double[] scores, double[][] kl, double klCoefficient) {
    Shapes.requireLength("scores", scores, kl.length);
    double[] rewards = new double[scores.length];
    Arrays.setAll(rewards, i -> scores[i] - klCoefficient * DoubleStream.of(kl[i]).sum());
    return rewards;
  }

  /** TRL's {@code objective/...} of a rollout batch; KL is k1, summed over tokens. */
  public static Metrics metrics(double[] scores, double[][] k1, double klCoefficient) {
    double kl =
        Arrays.stream(k1).mapToDouble(row -> DoubleStream.of(row).sum()).average().orElse(0);
    double score = DoubleStream.of(scores).average().orElse(0);
    return Metrics.of("objective/kl", kl)
        .with("objective/scores", score)
        .with("objective/non_score_reward", -klCoefficient * kl)
        .with("objective/rlhf_reward", score - klCoefficient * kl);
  }
}
