package org.aihf.objective;

import java.util.function.DoubleUnaryOperator;

/**
 * A loss ℓ of a margin δ (how much better the preferred side scores), to be minimised: the
 * extension point for one's own preference or demonstration loss. Decreasing and convex in the
 * paper's Section 3.3, but any differentiable function works.
 *
 * <pre>{@code
 * MarginLoss squaredHinge = MarginLoss.of(m -> Math.pow(Math.max(0, 1 - m), 2), m -> -2 * Math.max(0, 1 - m));
 * }</pre>
 *
 * <p>Losses add up, scale, shift and turn round ({@link #plus}, {@link #times}, {@link #shifted},
 * {@link #flipped}); most of DPO's relatives are one line of that.
 */
public interface MarginLoss extends PairLoss {
  /** ℓ(δ). */
  double value(double margin);

  /** ℓ'(δ). */
  double slope(double margin);

  @Override
  default double value(double chosen, double rejected) {
    return value(chosen - rejected);
  }

  @Override
  default double chosenSlope(double chosen, double rejected) {
    return slope(chosen - rejected);
  }

  @Override
  default double rejectedSlope(double chosen, double rejected) {
    return -slope(chosen - rejected);
  }

  /** ℓ + other. */
  default MarginLoss plus(MarginLoss other) {
    return of(m -> value(m) + other.value(m), m -> slope(m) + other.slope(m));
  }

  /** factor · ℓ. */
  default MarginLoss times(double factor) {
    return of(m -> factor * value(m), m -> factor * slope(m));
  }

  /** ℓ(δ − by): the margin to win by. */
  default MarginLoss shifted(double by) {
    return of(m -> value(m - by), m -> slope(m - by));
  }

  /** ℓ(−δ): the loss if the label were wrong. */
  default MarginLoss flipped() {
    return of(m -> value(-m), m -> -slope(-m));
  }

  /** A loss from its value and its derivative. */
  static MarginLoss of(DoubleUnaryOperator value, DoubleUnaryOperator slope) {
    return new MarginLoss() {
      @Override
      public double value(double margin) {
        return value.applyAsDouble(margin);
      }

      @Override
      public double slope(double margin) {
        return slope.applyAsDouble(margin);
      }
    };
  }

  /** −δ: the plain difference of expectations, eq. 21. */
  MarginLoss LINEAR = of(m -> -m, m -> -1);

  /**
   * −log σ(δ): Bradley-Terry-Luce, eq. 8; what the authors' own code uses for demonstrations too.
   */
  MarginLoss LOGISTIC = of(m -> -Sigmoid.log(m), m -> -Sigmoid.of(-m));

  /** σ(−δ) = 1 − σ(δ): bounded, so hopeless pairs are given up (KTO, APO). */
  MarginLoss SIGMOID = of(m -> Sigmoid.of(-m), m -> -Sigmoid.of(m) * Sigmoid.of(-m));

  /** max(0, 1 − δ): SLiC (Zhao et al. 2023), RSO (Liu et al. 2024). */
  MarginLoss HINGE = of(m -> Math.max(0, 1 - m), m -> m < 1 ? -1 : 0);

  /** (δ − target)²: neither less nor more. */
  static MarginLoss squared(double target) {
    return of(m -> (m - target) * (m - target), m -> 2 * (m - target));
  }

  /**
   * IPO (Azar et al. 2024, eq. 17) of the margin δ = βh: (h − 1/(2β))². TRL takes h of {@link
   * TokenWeights#MEAN}, OpenRLHF of sums.
   */
  static MarginLoss ipo(double beta) {
    return squared(0.5).times(1 / (beta * beta));
  }

  /** cDPO (Mitchell 2023): the label is wrong with probability ε. */
  static MarginLoss conservative(double epsilon) {
    return LOGISTIC.times(1 - epsilon).plus(LOGISTIC.flipped().times(epsilon));
  }

  /**
   * Robust DPO (Chowdhury et al. 2024): {@link #conservative} made unbiased for labels that are
   * wrong with probability ε &lt; 1/2.
   */
  static MarginLoss robust(double epsilon) {
    return LOGISTIC
        .times(1 - epsilon)
        .plus(LOGISTIC.flipped().times(-epsilon))
        .times(1 / (1 - 2 * epsilon));
  }

  /** EXO of two answers (Ji et al. 2024, eq. 16): KL((σ(δ), σ(−δ)) ‖ (1 − ε, ε)), ε &gt; 0. */
  static MarginLoss exo(double epsilon) {
    double logChosen = Math.log1p(-epsilon);
    double logRejected = Math.log(epsilon);
    return of(
        m ->
            Sigmoid.of(m) * (Sigmoid.log(m) - logChosen)
                + Sigmoid.of(-m) * (Sigmoid.log(-m) - logRejected),
        m -> Sigmoid.of(m) * Sigmoid.of(-m) * (m - logChosen + logRejected));
  }

  /**
   * DiscoPOP (Lu et al. 2024, eq. 5): logistic below zero, exponential above, blended by σ(δ/τ); τ
   * = 0.05 in the paper.
   */
  static MarginLoss discopop(double tau) {
    return of(
        m ->
            -Sigmoid.log(m) * Sigmoid.of(-m / tau)
                // One exponent: e^(−δ) alone overflows where its factor vanishes.
                + Math.exp(Sigmoid.log(m / tau) - m),
        m -> {
          double exponential = Math.exp(Sigmoid.log(m / tau) - m);
          double less = Sigmoid.of(-m / tau);
          double blending = less / tau * (Sigmoid.of(m / tau) * Sigmoid.log(m) + exponential);
          return blending - less * Sigmoid.of(-m) - exponential;
        });
  }
}
