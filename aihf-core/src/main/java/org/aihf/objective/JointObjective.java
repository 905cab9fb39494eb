package org.aihf.objective;

import org.aihf.Metrics;

/**
 * The joint demonstration + preference objective (eq. 22 and Section 3.3), as a loss to minimise.
 *
 * <pre>
 *   w₁ · mean ℓ_E(R(τ^E) − R(τ^A))  +  mean weight · ℓ_P((R(τ^W) − R(τ^L)) / β − margin)  +  c · mean (R(τ^W) + R(τ^L))²
 * </pre>
 *
 * With {@code ℓ_E = LINEAR}, {@code ℓ_P = LOGISTIC} and β = 1 its negative gradient is eq. 22 as
 * printed. Lemma 4.1 (21) drops the factor 1/β that the appendix's (37) has: absorb it in w₁.
 * {@code w₁ = 0} is the reward model of RLHF (eq. 8, 12). The log-odds offset of Section 3.2 (a
 * prior μ⁰ that is not uniform) is the pairs' margin, see {@link
 * org.aihf.data.Preference#withPriorLogOdds}.
 *
 * @param demonstrationWeight w₁ ≥ 0
 * @param demonstrationLoss ℓ_E: {@link MarginLoss#LINEAR} (paper) or {@link MarginLoss#LOGISTIC}
 *     (authors' code)
 * @param preferenceLoss ℓ_P
 * @param temperature β &gt; 0 of the preference term, A.3's σ(Δ/β)
 * @param centering c ≥ 0, TRL's {@code center_rewards_coefficient}: keeps the free constant of the
 *     reward near zero
 */
public record JointObjective(
    double demonstrationWeight,
    MarginLoss demonstrationLoss,
    MarginLoss preferenceLoss,
    double temperature,
    double centering)
    implements RewardObjective {
  public JointObjective {
    requireNonNegative("demonstrationWeight", demonstrationWeight);
    requireNonNegative("centering", centering);
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException("temperature must be finite and > 0, not " + temperature);
    }
  }

  /** Eq. 22 as printed. */
  public static JointObjective linear(double demonstrationWeight) {
    return new JointObjective(demonstrationWeight, MarginLoss.LINEAR, MarginLoss.LOGISTIC, 1, 0);
  }

  /** Both terms logistic, as in the authors' own code. */
  public static JointObjective logistic(double demonstrationWeight) {
    return new JointObjective(demonstrationWeight, MarginLoss.LOGISTIC, MarginLoss.LOGISTIC, 1, 0);
  }

  /** Eq. 8: preferences only, the reward model of RLHF. */
  public static JointObjective bradleyTerry() {
    return linear(0);
  }

  @Override
  public Result evaluate(Scores scores, Counts counts) {
    int pairs = scores.chosen().length;
    int demonstrations = scores.demonstrations().length;
    double[] demonstrationGradient = new double[demonstrations];
    double[] ownGradient = new double[demonstrations];
    double[] chosenGradient = new double[pairs];
    double[] rejectedGradient = new double[pairs];
    double demonstrationLossSum = 0;
    double demonstrationWins = 0;
    double demonstrationMargin = 0;
    double demonstrationScore = 0;
    for (int i = 0; i < demonstrations; i++) {
      double margin = scores.demonstrations()[i] - scores.ownSamples()[i];
      demonstrationLossSum += demonstrationLoss.value(margin);
      demonstrationMargin += margin;
      demonstrationScore += scores.demonstrations()[i];
      demonstrationWins += margin > 0 ? 1 : 0;
      double slope =
          demonstrationWeight * demonstrationLoss.slope(margin) / counts.demonstrations();
      demonstrationGradient[i] = slope;
      ownGradient[i] = -slope;
    }
    double preferenceLossSum = 0;
    double centeringSum = 0;
    double wins = 0;
    double chosenSum = 0;
    double rejectedSum = 0;
    for (int i = 0; i < pairs; i++) {
      double chosen = scores.chosen()[i];
      double rejected = scores.rejected()[i];
      double weight = scores.weights()[i];
      double margin = (chosen - rejected) / temperature - scores.margins()[i];
      preferenceLossSum += weight * preferenceLoss.value(margin);
      wins += chosen > rejected ? 1 : 0;
      chosenSum += chosen;
      rejectedSum += rejected;
      double slope =
          weight == 0
              ? 0
              : weight * preferenceLoss.slope(margin) / (temperature * counts.preferenceWeight());
      double sum = chosen + rejected;
      centeringSum += sum * sum;
      double pull = 2 * centering * sum / counts.preferences();
      chosenGradient[i] = slope + pull;
      rejectedGradient[i] = -slope + pull;
    }
    double loss = 0;
    Metrics metrics = Metrics.empty();
    if (counts.demonstrations() > 0) {
      double term = demonstrationLossSum / counts.demonstrations();
      loss += demonstrationWeight * term;
      metrics =
          metrics
              .with("loss/demonstration", term)
              .with("rewards/demonstrations", demonstrationScore / counts.demonstrations())
              .with(
                  "rewards/own_samples",
                  (demonstrationScore - demonstrationMargin) / counts.demonstrations())
              .with("demonstrations/margins", demonstrationMargin / counts.demonstrations())
              .with("demonstrations/accuracies", demonstrationWins / counts.demonstrations());
    }
    if (counts.preferences() > 0) {
      double term = preferenceLossSum == 0 ? 0 : preferenceLossSum / counts.preferenceWeight();
      loss += term + centering * centeringSum / counts.preferences();
      metrics =
          metrics
              .with("loss/preference", term)
              .with("rewards/chosen", chosenSum / counts.preferences())
              .with("rewards/rejected", rejectedSum / counts.preferences())
              .with("rewards/margins", (chosenSum - rejectedSum) / counts.preferences())
              .with("rewards/accuracies", wins / counts.preferences());
    }
    return new Result(
        loss,
        demonstrationGradient,
        ownGradient,
        chosenGradient,
        rejectedGradient,
        metrics.with("loss/reward", loss));
  }

  private static void requireNonNegative(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be finite and >= 0, not " + value);
    }
  }
}
