package org.aihf.llm.train;

import org.aihf.llm.generate.GenerationConfig;
import org.aihf.objective.PolicyObjective;

/**
 * Self-play AIHF (eq. 14): {@code w₁ · mean ℓ(τ^E, τ^A) + mean ℓ(τ^W, τ^L)}.
 *
 * @param objective ℓ of a pair; {@link org.aihf.objective.DpoObjective#logistic} for eq. 14
 * @param demonstrationWeight w₁ ≥ 0; 1 in the paper's Table 3
 * @param reference what the implicit reward of an epoch is measured against
 * @param generation how own samples are drawn
 */
public record SelfPlayConfig(
    PolicyObjective objective,
    double demonstrationWeight,
    Reference reference,
    GenerationConfig generation) {

  /** π⁰ of the implicit reward β log π/π⁰. */
  public enum Reference {
    /** The policy that the run was given as reference: eq. 14. */
    INITIAL,
    /**
     * The policy at the beginning of the epoch, which also drew the own samples: SPIN. Its fixed
     * point is the demonstrations' distribution.
     */
    PREVIOUS
  }

  public SelfPlayConfig {
    if (!(demonstrationWeight >= 0) || Double.isInfinite(demonstrationWeight)) {
      throw new IllegalArgumentException(
          "demonstrationWeight must be finite and >= 0, not " + demonstrationWeight);
    }
  }
}
