package org.aihf.llm.recipe;

import org.aihf.objective.AihfDpoObjective.Reduction;

/**
 * SFT, DPO, AIHF-DPO.
 *
 * @param steps updates
 * @param demonstrationBatch demonstrations per update
 * @param preferenceBatch pairs per update
 * @param beta β of DPO's implicit reward (TRL: 0.1)
 * @param demonstrationWeight w₁ of eq. 13
 * @param demonstrationReduction what eq. 13's demonstration term is a mean over
 * @param discount γ of eq. 2
 */
public record DirectSection(
    int steps,
    int demonstrationBatch,
    int preferenceBatch,
    double beta,
    double demonstrationWeight,
    Reduction demonstrationReduction,
    double discount,
    OptimizerSection optimizer) {
  static DirectSection defaults() {
    return new DirectSection(
        100, 16, 16, 0.1, 0.1, Reduction.TOKEN_MEAN, 1, OptimizerSection.defaults());
  }
}
