package org.aihf.objective;

import java.util.function.DoubleUnaryOperator;

/**
 * From an answer's log-ratio a = log π/π⁰ to the reward f(a) that a direct method compares. DPO's
 * is a itself; other divergences from π⁰ than the reverse KL have other rewards (Wang et al. 2024,
 * f-DPO).
 */
public interface ImplicitReward {
  /** f(a). */
  double value(double logRatio);

  /** f'(a). */
  double slope(double logRatio);

  /** A reward from its value and its derivative. */
  static ImplicitReward of(DoubleUnaryOperator value, DoubleUnaryOperator slope) {
    return new ImplicitReward() {
      @Override
      public double value(double logRatio) {
        return value.applyAsDouble(logRatio);
      }

      @Override
      public double slope(double logRatio) {
        return slope.applyAsDouble(logRatio);
      }
    };
  }

  /** a: the reverse KL of eq. 7. */
  ImplicitReward REVERSE_KL = of(a -> a, a -> 1);

  /** 1 − e⁻ᵃ: the forward KL. */
  ImplicitReward FORWARD_KL = of(a -> -Math.expm1(-a), a -> Math.exp(-a));

  /** log 2 + log σ(a): the Jensen-Shannon divergence. */
  ImplicitReward JENSEN_SHANNON = of(a -> Math.log(2) + Sigmoid.log(a), a -> Sigmoid.of(-a));

  /** (e^((α − 1)a) − 1)/(α − 1): the α-divergence, α ≠ 1. */
  static ImplicitReward alpha(double alpha) {
    if (!Double.isFinite(alpha) || alpha == 1) {
      throw new IllegalArgumentException("alpha must be finite and not 1, not " + alpha);
    }
    double power = alpha - 1;
    return of(a -> Math.expm1(power * a) / power, a -> Math.exp(power * a));
  }

  /** log p/(1 − p) of a log-probability below 0: ORPO's, of means and without a reference. */
  ImplicitReward LOG_ODDS = of(x -> x - Math.log(-Math.expm1(x)), x -> -1 / Math.expm1(x));
}
