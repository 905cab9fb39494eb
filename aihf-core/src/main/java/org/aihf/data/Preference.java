package org.aihf.data;

/**
 * A human's choice between two trajectories of the same context (prompt, start state): {@code
 * rejected ≺ chosen}.
 *
 * @param margin by how much the chosen one should win before the pair counts as even, subtracted
 *     inside σ: {@code σ(ΔR/β − margin)}; log-odds, which are reward units at β = 1 (0: the plain
 *     BTL model, eq. 8)
 * @param weight how much this pair counts in the mean over pairs (1: as every other)
 * @param <T> what is compared: a completion, a trajectory, an index into a table
 */
public record Preference<T>(T chosen, T rejected, double margin, double weight) {
  public Preference {
    if (!Double.isFinite(margin)) {
      throw new IllegalArgumentException("margin of a preference must be finite, not " + margin);
    }
    if (!(weight >= 0) || !Double.isFinite(weight)) {
      throw new IllegalArgumentException(
          "weight of a preference must be finite and >= 0, not " + weight);
    }
  }

  /** A plain preference: margin 0, weight 1. */
  public static <T> Preference<T> of(T chosen, T rejected) {
    return new Preference<>(chosen, rejected, 0, 1);
  }

  /**
   * This pair under a prior μ⁰ on trajectories (Section 3.2): {@code P(τ^L ≺ τ^W) = σ(ΔR/β + log
   * μ⁰(τ^W)/μ⁰(τ^L))}. With it, R explains only what the prior does not.
   *
   * @param logOdds log μ⁰(τ^W) − log μ⁰(τ^L), e.g. of the initial policy
   */
  public Preference<T> withPriorLogOdds(double logOdds) {
    return new Preference<>(chosen, rejected, margin - logOdds, weight);
  }
}
