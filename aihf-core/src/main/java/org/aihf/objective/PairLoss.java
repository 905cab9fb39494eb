package org.aihf.objective;

/**
 * A loss ℓ(c, r) of the scores of a pair's two sides, to be minimised. Most depend on the margin c
 * − r alone and are a {@link MarginLoss}; the rest look at each side by itself.
 */
public interface PairLoss {
  /** ℓ(c, r). */
  double value(double chosen, double rejected);

  /** ∂ℓ/∂c. */
  double chosenSlope(double chosen, double rejected);

  /** ∂ℓ/∂r. */
  double rejectedSlope(double chosen, double rejected);

  /** ℓ + other. */
  default PairLoss plus(PairLoss other) {
    PairLoss self = this;
    return new PairLoss() {
      @Override
      public double value(double chosen, double rejected) {
        return self.value(chosen, rejected) + other.value(chosen, rejected);
      }

      @Override
      public double chosenSlope(double chosen, double rejected) {
        return self.chosenSlope(chosen, rejected) + other.chosenSlope(chosen, rejected);
      }

      @Override
      public double rejectedSlope(double chosen, double rejected) {
        return self.rejectedSlope(chosen, rejected) + other.rejectedSlope(chosen, rejected);
      }
    };
  }

  /** ℓ_c(c) + ℓ_r(−r): each side against zero, the chosen one up and the rejected one down. */
  static PairLoss sides(MarginLoss chosenLoss, MarginLoss rejectedLoss) {
    return new PairLoss() {
      @Override
      public double value(double chosen, double rejected) {
        return chosenLoss.value(chosen) + rejectedLoss.value(-rejected);
      }

      @Override
      public double chosenSlope(double chosen, double rejected) {
        return chosenLoss.slope(chosen);
      }

      @Override
      public double rejectedSlope(double chosen, double rejected) {
        return -rejectedLoss.slope(-rejected);
      }
    };
  }

  /** BCO's classifier on pairs (Jung et al. 2024), without its running baseline, as in TRL. */
  static PairLoss bco() {
    return sides(MarginLoss.LOGISTIC, MarginLoss.LOGISTIC);
  }

  /** NCA (Chen et al. 2024): −log σ(c) − ½ log σ(−c) − ½ log σ(−r). */
  static PairLoss nca() {
    MarginLoss half = MarginLoss.LOGISTIC.times(0.5);
    return sides(MarginLoss.LOGISTIC.plus(half.flipped()), half);
  }

  /** APO-zero (D'Oosterlinck et al. 2024, eq. 7), for answers better than the model's own. */
  static PairLoss apoZero() {
    return sides(MarginLoss.SIGMOID, MarginLoss.SIGMOID);
  }

  /** APO-down (eq. 8 there), for answers worse than the model's own: both sides down. */
  static PairLoss apoDown() {
    return sides(MarginLoss.SIGMOID.flipped(), MarginLoss.LINEAR.times(0)).plus(MarginLoss.SIGMOID);
  }

  /** SPPO with hard labels (Wu et al. 2024) of scores β·a: (a_c − 1/(2β))² + (a_r + 1/(2β))². */
  static PairLoss sppo(double beta) {
    MarginLoss squared = MarginLoss.squared(0.5).times(1 / (beta * beta));
    return sides(squared, squared);
  }
}
