package org.aihf.objective;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.aihf.Metrics;

/**
 * AOT (Melnyk et al. 2024), alignment by optimal transport in one dimension: the batch's k-th
 * smallest score is compared with the k-th smallest of the other side, whatever pairs they come
 * from. Margins and weights of pairs are not used.
 *
 * @param loss ℓ of the difference, times β; {@link MarginLoss#LOGISTIC} or {@link
 *     MarginLoss#conservative}
 * @param paired compares log π(τ^W)/π(τ^L) with the same of π⁰; otherwise log π/π⁰ of the chosen
 *     answers with that of the rejected ones
 */
public record AotObjective(MarginLoss loss, double beta, boolean paired)
    implements PolicyObjective {
  public AotObjective {
    if (!(beta > 0) || Double.isInfinite(beta)) {
      throw new IllegalArgumentException("beta must be finite and > 0, not " + beta);
    }
  }

  @Override
  public boolean separable() {
    return false;
  }

  @Override
  public Result evaluate(Scores scores, Counts counts) {
    Pairs pairs = scores.preferences();
    int size = pairs.size();
    double[] chosen = new double[size];
    double[] rejected = new double[size];
    double[] better = new double[size];
    double[] worse = new double[size];
    for (int i = 0; i < size; i++) {
      chosen[i] = Pairs.sum(pairs.chosen()[i]);
      rejected[i] = Pairs.sum(pairs.rejected()[i]);
      double refChosen = Pairs.sum(pairs.refChosen()[i]);
      double refRejected = Pairs.sum(pairs.refRejected()[i]);
      better[i] = paired ? chosen[i] - rejected[i] : chosen[i] - refChosen;
      worse[i] = paired ? refChosen - refRejected : rejected[i] - refRejected;
    }
    int[] betterOrder = order(better);
    int[] worseOrder = order(worse);
    double[][] chosenGradient = Result.zeros(pairs.chosen());
    double[][] rejectedGradient = Result.zeros(pairs.rejected());
    double lossSum = 0;
    double wins = 0;
    for (int k = 0; k < size; k++) {
      int i = betterOrder[k];
      int j = worseOrder[k];
      double margin = beta * (better[i] - worse[j]);
      lossSum += loss.value(margin) / counts.preferences();
      wins += margin > 0 ? 1 : 0;
      double slope = beta * loss.slope(margin) / counts.preferences();
      Arrays.fill(chosenGradient[i], slope);
      Arrays.fill(rejectedGradient[paired ? i : j], -slope);
    }
    Metrics metrics =
        Metrics.of("loss", lossSum)
            .with("rewards/accuracies", wins / counts.preferences())
            .with(
                "rewards/margins",
                beta * (Pairs.sum(better) - Pairs.sum(worse)) / counts.preferences())
            .with("logps/chosen", Pairs.sum(chosen) / counts.preferences())
            .with("logps/rejected", Pairs.sum(rejected) / counts.preferences());
    return new Result(
        lossSum, Result.zeros(scores.demonstrations()), chosenGradient, rejectedGradient, metrics);
  }

  /** Indices from the smallest value to the largest. */
  private static int[] order(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> values[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
