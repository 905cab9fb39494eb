package org.aihf.rl;

/**
 * ReMax (Li et al. 2023): REINFORCE with the score of the greedy answer as baseline; no critic.
 *
 * <p>With Δ = score − greedy score, clipped, and k_t = log π(y_t) − log π⁰(y_t), the advantage of
 * token t of T is
 *
 * <pre>
 *   TOKEN:  γ^(T−t) Δ − β k_t
 *   TO_GO:  γ^(T−t) Δ − β Σ_{u ≥ t} γ^(u−t) k_u
 * </pre>
 *
 * @param kl which KL each token answers for
 * @param gamma γ in (0, 1]; 1 here, 0.99 in the authors' scripts
 * @param clip |Δ| is clipped to this; infinity for no clipping, 5 in the authors' code
 */
public record Remax(Kl kl, double gamma, double clip) {
  /** Which KL a token's advantage holds. */
  public enum Kl {
    /**
     * The token's own KL, as the authors' code does (its variable says "cumulative"). The gradient
     * of the one-step KL, not of eq. 7: its optimum is not π⁰·exp(R/β) for sequences longer than
     * one token.
     */
    TOKEN,
    /** KL from this token on, as in verl: the unbiased policy gradient of eq. 7 (γ = 1). */
    TO_GO
  }

  /** The authors' published form: TOKEN, γ = 0.99, Δ clipped to ±5. */
  public static final Remax PUBLISHED = new Remax(Kl.TOKEN, 0.99, 5);

  /** The unbiased form: TO_GO, γ = 1, no clipping. */
  public static final Remax UNBIASED = new Remax(Kl.TO_GO, 1, Double.POSITIVE_INFINITY);

  public Remax {
    if (!(gamma > 0 && gamma <= 1)) {
      throw new IllegalArgumentException("gamma must be in (0, 1], not " + gamma);
    }
    if (!(clip > 0)) {
      throw new IllegalArgumentException("clip must be > 0 (infinity: none), not " + clip);
    }
  }

  /**
   * Advantages, {@code [sequence][token]}.
   *
   * @param scores of the samples, {@code [sequence]}, without KL
   * @param greedyScores of the greedy answers to the same prompts, {@code [sequence]}, without KL
   * @param logProbs log π of the samples' tokens, {@code [sequence][token]}
   * @param refLogProbs log π⁰ of the same
   * @param klCoefficient β
   */
  public double[][] advantages(
      double[] scores,
      double[] greedyScores,
      double[][] logProbs,
      double[][] refLogProbs,
      double klCoefficient) {
    Shapes.requireSame("logProbs", logProbs, "refLogProbs", refLogProbs);
    Shapes.requireLength("scores", scores, logProbs.length);
    Shapes.requireLength("greedyScores", greedyScores, logProbs.length);
    double[][] advantages = new double[scores.length][];
    for (int i = 0; i < scores.length; i++) {
      double delta = Math.max(-clip, Math.min(clip, scores[i] - greedyScores[i]));
      advantages[i] = sequence(delta, logProbs[i], refLogProbs[i], klCoefficient);
    }
    return advantages;
  }

  private double[] sequence(double delta, double[] logProbs, double[] refLogProbs, double beta) {
    double[] advantages = new double[logProbs.length];
    double score = delta;
    double penalty = 0;
    for (int t = advantages.length - 1; t >= 0; t--) {
      double own = -beta * KlEstimator.K1.value(logProbs[t], refLogProbs[t]);
      penalty = kl == Kl.TO_GO ? own + gamma * penalty : own;
      advantages[t] = score + penalty;
      score *= gamma;
    }
    return advantages;
  }
}
