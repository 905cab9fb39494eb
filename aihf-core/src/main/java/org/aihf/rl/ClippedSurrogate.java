package org.aihf.rl;

/**
 * PPO's clipped surrogate as a loss, −min(ρA, clip(ρ, 1 − ε_low, 1 + ε_high)·A), of the log-ratio
 * log ρ = log π − log π_old. RLOO uses it with the ratio of whole sequences, PPO with that of each
 * token.
 *
 * <p>At the first update ρ = 1: value −A and slope −A, the plain policy gradient. The log-ratio is
 * clamped to ±20 before it is exponentiated, as OpenRLHF and verl do.
 */
public record ClippedSurrogate(double epsilonLow, double epsilonHigh) {
  /** ε = 0.2 on both sides: TRL's, OpenRLHF's and verl's default. */
  public static final ClippedSurrogate DEFAULT = new ClippedSurrogate(0.2, 0.2);

  public ClippedSurrogate {
    if (!(epsilonLow >= 0 && epsilonLow <= 1) || !(epsilonHigh >= 0)) {
      throw new IllegalArgumentException(
          "clipping needs epsilonLow in [0, 1] and epsilonHigh >= 0, not %s and %s"
              .formatted(epsilonLow, epsilonHigh));
    }
  }

  /** The loss of one ratio. */
  public double value(double logRatio, double advantage) {
    double ratio = ratio(logRatio);
    double clipped = Math.max(1 - epsilonLow, Math.min(1 + epsilonHigh, ratio));
    return -Math.min(ratio * advantage, clipped * advantage);
  }

  /** ∂value/∂log π: −A·ρ, or 0 where a clip or the clamp holds. */
  public double slope(double logRatio, double advantage) {
    boolean clamped = Math.abs(logRatio) > KlEstimator.LOG_RATIO_LIMIT;
    return clamped || clips(logRatio, advantage) ? 0 : -advantage * ratio(logRatio);
  }

  /** Whether the ratio has already moved as far as the advantage may push it. */
  public boolean clips(double logRatio, double advantage) {
    double ratio = ratio(logRatio);
    return (advantage > 0 && ratio > 1 + epsilonHigh) || (advantage < 0 && ratio < 1 - epsilonLow);
  }

  private static double ratio(double logRatio) {
    double limit = KlEstimator.LOG_RATIO_LIMIT;
    return Math.exp(Math.max(-limit, Math.min(limit, logRatio)));
  }
}
