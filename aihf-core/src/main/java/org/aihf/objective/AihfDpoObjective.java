package org.aihf.objective;

import java.util.Arrays;
import org.aihf.Metrics;

/**
 * AIHF-DPO (eq. 13), as a loss to minimise: {@code w₁ · (−mean log π(demonstration)) + DPO}.
 *
 * <p>Eq. 13 as printed lacks the log before σ and mixes up the indices of π⁰; here is what it must
 * be for w₁ = 0 to be DPO, as the paper says: {@code log σ(β log π(a_j|s_j)/π⁰(a_j|s_j) − β log
 * π(a_i|s_i)/π⁰(a_i|s_i))} for {@code τ_i ≺ τ_j}.
 *
 * @param demonstrationWeight w₁ ≥ 0; the paper's Table 3 has 0.01 to 0.0001 with {@link
 *     Reduction#SEQUENCE_SUM}
 * @param reduction what the mean is over
 * @param preferences {@link DpoObjective#logistic} for eq. 13, or any relative of DPO
 */
public record AihfDpoObjective(
    double demonstrationWeight, Reduction reduction, PolicyObjective preferences)
    implements PolicyObjective {

  /** How the demonstrations' log-likelihood becomes one number. */
  public enum Reduction {
    /** Mean over demonstrations of the sum over tokens: eq. 13 as printed. */
    SEQUENCE_SUM,
    /** Mean over tokens: SFT's loss, w₁ does not depend on the answers' length. */
    TOKEN_MEAN
  }

  public AihfDpoObjective {
    if (!(demonstrationWeight >= 0) || Double.isInfinite(demonstrationWeight)) {
      throw new IllegalArgumentException(
          "demonstrationWeight must be finite and >= 0, not " + demonstrationWeight);
    }
  }

  @Override
  public boolean separable() {
    return preferences.separable();
  }

  @Override
  public boolean usesReference() {
    return preferences.usesReference();
  }

  @Override
  public Result evaluate(Scores scores, Counts counts) {
    double denominator =
        reduction == Reduction.SEQUENCE_SUM
            ? counts.demonstrations()
            : counts.demonstrationTokens();
    double[][] demonstrations = scores.demonstrations();
    double[][] gradient = new double[demonstrations.length][];
    double logProbSum = 0;
    for (int i = 0; i < demonstrations.length; i++) {
      gradient[i] = new double[demonstrations[i].length];
      Arrays.fill(gradient[i], -demonstrationWeight / denominator);
      logProbSum += Arrays.stream(demonstrations[i]).sum();
    }
    double loss = 0;
    Metrics metrics = Metrics.empty();
    Result dpo = preferences.evaluate(Scores.ofPreferences(scores.preferences()), counts);
    if (counts.preferences() > 0) {
      loss += dpo.loss();
      metrics = dpo.metrics().with("loss/preference", dpo.loss());
    }
    if (counts.demonstrations() > 0) {
      double term = -logProbSum / denominator;
      loss += demonstrationWeight * term;
      metrics =
          metrics
              .with("loss/demonstration", term)
              .with("logps/demonstrations", logProbSum / counts.demonstrations());
    }
    return new Result(loss, gradient, dpo.chosen(), dpo.rejected(), metrics.with("loss", loss));
  }
}
