package org.aihf.objective;

import org.aihf.Metrics;

/**
 * DPO and its relatives: {@code mean weight · ℓ(s(τ^W), s(τ^L))} with the implicit reward {@code s
 * = β Σ w_t (log π_t − log π⁰_t)}. Demonstrations are ignored.
 *
 * <p>A pair's margin is subtracted from s(τ^W) − s(τ^L), half on each side. The reported {@code
 * rewards/*} are the s that ℓ sees.
 *
 * @param loss ℓ: {@link MarginLoss#LOGISTIC} is DPO (Rafailov et al. 2023), your own is one line
 * @param beta β &gt; 0; 0.1 in TRL
 * @param reward f: {@link ImplicitReward#REVERSE_KL}, the identity, for DPO
 * @param tokens w: {@link TokenWeights#SUM} for DPO
 * @param referenceFree leaves log π⁰ out (SimPO, CPO, ORPO)
 */
public record DpoObjective(
    PairLoss loss, double beta, ImplicitReward reward, TokenWeights tokens, boolean referenceFree)
    implements PolicyObjective {
  public DpoObjective {
    if (!(beta > 0) || Double.isInfinite(beta)) {
      throw new IllegalArgumentException("beta must be finite and > 0, not " + beta);
    }
  }

  /** A loss of whole answers' log-probabilities against a reference. */
  public DpoObjective(PairLoss loss, double beta) {
    this(loss, beta, ImplicitReward.REVERSE_KL, TokenWeights.SUM, false);
  }

  /** Plain DPO. */
  public static DpoObjective logistic(double beta) {
    return new DpoObjective(MarginLoss.LOGISTIC, beta);
  }

  /** TRL's {@code ipo}: of mean log-probabilities. */
  public static DpoObjective ipo(double beta) {
    return new DpoObjective(MarginLoss.ipo(beta), beta).with(TokenWeights.MEAN);
  }

  /**
   * SimPO (Meng et al. 2024): −log σ(β · difference of mean log π − γ), no reference.
   *
   * @param gamma the margin to win by; 0.5 in TRL
   */
  public static DpoObjective simpo(double beta, double gamma) {
    return new DpoObjective(MarginLoss.LOGISTIC.shifted(gamma), beta)
        .with(TokenWeights.MEAN)
        .withoutReference();
  }

  public DpoObjective with(ImplicitReward value) {
    return new DpoObjective(loss, beta, value, tokens, referenceFree);
  }

  public DpoObjective with(TokenWeights value) {
    return new DpoObjective(loss, beta, reward, value, referenceFree);
  }

  public DpoObjective withoutReference() {
    return new DpoObjective(loss, beta, reward, tokens, true);
  }

  @Override
  public boolean usesReference() {
    return !referenceFree;
  }

  @Override
  public Result evaluate(Scores scores, Counts counts) {
    Pairs pairs = scores.preferences();
    int size = pairs.size();
    double[][] chosenGradient = new double[size][];
    double[][] rejectedGradient = new double[size][];
    double lossSum = 0;
    double chosenReward = 0;
    double rejectedReward = 0;
    double wins = 0;
    double chosenLogProb = 0;
    double rejectedLogProb = 0;
    for (int i = 0; i < size; i++) {
      int chosenLength = pairs.chosen()[i].length;
      int rejectedLength = pairs.rejected()[i].length;
      double chosenRatio = logRatio(pairs.chosen()[i], pairs.refChosen()[i], rejectedLength);
      double rejectedRatio = logRatio(pairs.rejected()[i], pairs.refRejected()[i], chosenLength);
      double chosen = beta * reward.value(chosenRatio);
      double rejected = beta * reward.value(rejectedRatio);
      double share = pairs.weights()[i] == 0 ? 0 : pairs.weights()[i] / counts.preferenceWeight();
      double handicap = pairs.margins()[i] / 2;
      double up = chosen - handicap;
      double down = rejected + handicap;
      lossSum += share * loss.value(up, down);
      double push = share * loss.chosenSlope(up, down) * beta * reward.slope(chosenRatio);
      double pull = share * loss.rejectedSlope(up, down) * beta * reward.slope(rejectedRatio);
      chosenGradient[i] = gradient(chosenLength, rejectedLength, push);
      rejectedGradient[i] = gradient(rejectedLength, chosenLength, pull);
      chosenReward += chosen;
      rejectedReward += rejected;
      wins += chosen > rejected ? 1 : 0;
      chosenLogProb += Pairs.sum(pairs.chosen()[i]);
      rejectedLogProb += Pairs.sum(pairs.rejected()[i]);
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
        lossSum, Result.zeros(scores.demonstrations()), chosenGradient, rejectedGradient, metrics);
  }

  private double logRatio(double[] logProbs, double[] refLogProbs, int otherLength) {
    double sum = 0;
    for (int t = 0; t < logProbs.length; t++) {
      double ratio = logProbs[t] - (referenceFree ? 0 : refLogProbs[t]);
      sum += tokens.of(t, logProbs.length, otherLength) * ratio;
    }
    return sum;
  }

  private double[] gradient(int length, int otherLength, double slope) {
    double[] gradient = new double[length];
    for (int t = 0; t < length; t++) {
      gradient[t] = slope * tokens.of(t, length, otherLength);
    }
    return gradient;
  }
}
