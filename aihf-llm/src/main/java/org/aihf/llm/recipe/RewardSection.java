package org.aihf.llm.recipe;

import org.aihf.objective.JointObjective;
import org.aihf.objective.MarginLoss;

/**
 * The reward model and reward alignment.
 *
 * @param pretrainingSteps updates on preferences alone before the first policy alignment: all of
 *     RLHF's reward training, AIHF's warm start
 * @param demonstrationWeight w₁ of eq. 22
 * @param demonstrationLoss how a demonstration is compared with the own sample that answers its
 *     prompt
 * @param temperature β of the preference term, σ(Δ/β)
 * @param centering weight of mean (R(τ^W) + R(τ^L))² (TRL recommends 0.01)
 * @param demonstrationBatch demonstrations, and as many own samples, per update
 * @param preferenceBatch pairs per update
 */
public record RewardSection(
    int pretrainingSteps,
    double demonstrationWeight,
    DemonstrationLoss demonstrationLoss,
    double temperature,
    double centering,
    int demonstrationBatch,
    int preferenceBatch,
    OptimizerSection optimizer) {

  /** ℓ of Section 3.3 on R(τ^E) − R(τ^A). */
  public enum DemonstrationLoss {
    /** −δ: eq. 22 as printed. */
    LINEAR,
    /** −log σ(δ): the authors' code; bounded gradient. */
    LOGISTIC
  }

  /**
   * Eq. 22 as configured.
   *
   * @param w1 weight of the demonstrations; 0: preferences alone
   */
  JointObjective objective(double w1) {
    MarginLoss loss =
        switch (demonstrationLoss) {
          case LINEAR -> MarginLoss.LINEAR;
          case LOGISTIC -> MarginLoss.LOGISTIC;
        };
    return new JointObjective(w1, loss, MarginLoss.LOGISTIC, temperature, centering);
  }

  static RewardSection defaults() {
    OptimizerSection optimizer =
        new OptimizerSection(1e-5, OptimizerSection.Schedule.CONSTANT, 0, 0.9, 0.999, 1e-8, 0.1, 1);
    return new RewardSection(100, 1, DemonstrationLoss.LOGISTIC, 1, 0.01, 16, 32, optimizer);
  }
}
