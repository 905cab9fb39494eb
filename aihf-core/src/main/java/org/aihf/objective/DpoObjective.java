package org.aihf.objective;

import org.aihf.Metrics;

/**
 * DPO and its relatives that are a loss of a margin: {@code mean weight · ℓ(β h − margin)} with
 * {@code h = (log π − log π⁰)(τ^W) − (log π − log π⁰)(τ^L)}. Demonstrations are ignored.
 *
 * @param loss ℓ: {@link MarginLoss#LOGISTIC} is DPO (Rafailov et al. 2023), your own is one line
 * @param beta β &gt; 0 of the implicit reward β·(log π − log π⁰); 0.1 in TRL
 */
public record DpoObjective(MarginLoss loss, double beta) implements PolicyObjective {
  public DpoObjective {
    if (!(beta > 0) || Double.isInfinite(beta)) {
      throw new IllegalArgumentException("beta must be finite and > 0, not " + beta);
    }
  }

  /** Plain DPO. */
  public static DpoObjective logistic(double beta) {
    return new DpoObjective(MarginLoss.LOGISTIC, beta);
  }

  @Override
  public Result evaluate(Scores scores, Counts counts) {
    Pairs pairs = scores.preferences();
    int size = pairs.size();
    double[] chosenGradient = new double[size];
    double[] rejectedGradient = new double[size];
    double lossSum = 0;
    double chosenReward = 0;
    double rejectedReward = 0;
    double wins = 0;
    double chosenLogProb = 0;
    double rejectedLogProb = 0;
    for (int i = 0; i < size; i++) {
      double chosen = beta * (pairs.chosen()[i] - pairs.refChosen()[i]);
      double rejected = beta * (pairs.rejected()[i] - pairs.refRejected()[i]);
      double share = pairs.weights()[i] == 0 ? 0 : pairs.weights()[i] / counts.preferenceWeight();
      double margin = chosen - rejected - pairs.margins()[i];
      lossSum += share * loss.value(margin);
      chosenGradient[i] = share * loss.slope(margin) * beta;
      rejectedGradient[i] = -chosenGradient[i];
      chosenReward += chosen;
      rejectedReward += rejected;
      wins += chosen > rejected ? 1 : 0;
      chosenLogProb += pairs.chosen()[i];
      rejectedLogProb += pairs.rejected()[i];
    }
    double count = counts.preferences();
    Metrics metrics =
        Metrics.of("loss", lossSum)
            .with("rewards/chosen", chosenReward / count)
            .with("rewards/rejected", rejectedReward / count)
            .with("rewards/accuracies", wins / count)
            .with("rewards/margins", (chosenReward - rejectedReward) / count)
            .with("logps/chosen", chosenLogProb / count)
            .with("logps/rejected", rejectedLogProb / count);
    return new Result(
        lossSum, zeros(scores.demonstrations()), chosenGradient, rejectedGradient, metrics);
  }

  private static double[][] zeros(double[][] like) {
    double[][] zeros = new double[like.length][];
    for (int i = 0; i < like.length; i++) {
      zeros[i] = new double[like[i].length];
    }
    return zeros;
  }
}
