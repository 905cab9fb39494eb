package org.aihf.objective;

/**
 * A loss ℓ of a margin δ (how much better the preferred side scores), to be minimised: the
 * extension point for one's own preference or demonstration loss. Decreasing and convex in the
 * paper's Section 3.3, but any differentiable function works.
 *
 * <pre>{@code
 * MarginLoss squaredHinge = MarginLoss.of(m -> Math.pow(Math.max(0, 1 - m), 2), m -> -2 * Math.max(0, 1 - m));
 * }</pre>
 */
public interface MarginLoss {
  /** ℓ(δ). */
  double value(double margin);

  /** ℓ'(δ). */
  double slope(double margin);

  /** A loss from its value and its derivative. */
  static MarginLoss of(
      java.util.function.DoubleUnaryOperator value, java.util.function.DoubleUnaryOperator slope) {
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
}
