package org.aihf.rl;

/**
 * Single-sample estimators of KL(π ‖ π⁰) at a token drawn from π, with d = log π − log π⁰.
 *
 * <p>As part of the reward use {@link #K1}: its sum is unbiased and its policy gradient is the
 * KL's. As a loss, differentiated directly, use {@link #K2}: the expected gradient of k1 is zero
 * and that of k3 is the gradient of KL(π⁰ ‖ π). Names are J. Schulman's.
 */
public enum KlEstimator {
  /** d: unbiased, can be negative. */
  K1 {
    @Override
    public double value(double logProb, double refLogProb) {
      return logProb - refLogProb;
    }

    @Override
    public double slope(double logProb, double refLogProb) {
      return 1;
    }
  },

  /** d²/2: biased, never negative; its gradient is that of the KL. */
  K2 {
    @Override
    public double value(double logProb, double refLogProb) {
      double d = logProb - refLogProb;
      return d * d / 2;
    }

    @Override
    public double slope(double logProb, double refLogProb) {
      return logProb - refLogProb;
    }
  },

  /**
   * e⁻ᵈ − 1 + d: unbiased, never negative. The d of the exponential is clamped to ±20, as in verl.
   */
  K3 {
    @Override
    public double value(double logProb, double refLogProb) {
      double d = logProb - refLogProb;
      return Math.expm1(clamp(-d)) + d;
    }

    @Override
    public double slope(double logProb, double refLogProb) {
      double d = logProb - refLogProb;
      return Math.abs(d) > LOG_RATIO_LIMIT ? 1 : -Math.expm1(-d);
    }
  };

  /** Beyond this, a log-ratio is clamped before it is exponentiated. */
  static final double LOG_RATIO_LIMIT = 20;

  /** The estimate at one token. */
  public abstract double value(double logProb, double refLogProb);

  /** ∂value/∂logProb. */
  public abstract double slope(double logProb, double refLogProb);

  private static double clamp(double logRatio) {
    return Math.max(-LOG_RATIO_LIMIT, Math.min(LOG_RATIO_LIMIT, logRatio));
  }
}
