package org.aihf.objective;

import java.util.Arrays;
import org.aihf.Metrics;

/**
 * A loss of a policy's own log-probabilities: what the direct methods minimise (SFT, DPO,
 * AIHF-DPO), no reward model, no sampling.
 *
 * <p>Every term is a mean over the <em>whole</em> batch, so coefficients of micro-batches add up:
 * 8×1 equals 1×8.
 */
public interface PolicyObjective {
  /**
   * Loss and coefficients of some of a batch.
   *
   * @param counts sizes of the whole batch
   */
  Result evaluate(Scores scores, Counts counts);

  /** Loss and coefficients of a whole batch. */
  default Result evaluate(Scores scores) {
    return evaluate(scores, scores.counts());
  }

  /**
   * What an objective looks at; either part may be empty.
   *
   * @param demonstrations log π of the demonstrations' completion tokens, EOS included, {@code
   *     [demonstration][token]}
   */
  record Scores(double[][] demonstrations, Pairs preferences) {
    public static Scores ofDemonstrations(double[][] logProbs) {
      return new Scores(logProbs, Pairs.NONE);
    }

    public static Scores ofPreferences(Pairs preferences) {
      return new Scores(new double[0][], preferences);
    }

    public Counts counts() {
      long tokens = 0;
      for (double[] row : demonstrations) {
        tokens += row.length;
      }
      return new Counts(
          demonstrations.length, tokens, preferences.size(), preferences.totalWeight());
    }
  }

  /**
   * Log-probabilities of whole completions (summed over tokens, EOS included), {@code [pair]}.
   *
   * @param chosen log π(τ^W)
   * @param rejected log π(τ^L)
   * @param refChosen log π⁰(τ^W), a constant
   * @param refRejected log π⁰(τ^L), a constant
   * @param margins see {@link org.aihf.data.Preference#margin()}
   * @param weights see {@link org.aihf.data.Preference#weight()}
   */
  record Pairs(
      double[] chosen,
      double[] rejected,
      double[] refChosen,
      double[] refRejected,
      double[] margins,
      double[] weights) {
    private static final double[] EMPTY = {};

    /** No pairs. */
    public static final Pairs NONE = new Pairs(EMPTY, EMPTY, EMPTY, EMPTY, EMPTY, EMPTY);

    public Pairs {
      int size = chosen.length;
      if (rejected.length != size
          || refChosen.length != size
          || refRejected.length != size
          || margins.length != size
          || weights.length != size) {
        throw new IllegalArgumentException(
            "arrays of pairs differ in length: chosen %d, rejected %d, refChosen %d, refRejected %d, margins %d, weights %d"
                .formatted(
                    size,
                    rejected.length,
                    refChosen.length,
                    refRejected.length,
                    margins.length,
                    weights.length));
      }
    }

    /** Plain preferences: margin 0, weight 1. */
    public static Pairs of(
        double[] chosen, double[] rejected, double[] refChosen, double[] refRejected) {
      double[] weights = new double[chosen.length];
      Arrays.fill(weights, 1);
      return new Pairs(
          chosen, rejected, refChosen, refRejected, new double[chosen.length], weights);
    }

    public int size() {
      return chosen.length;
    }

    public double totalWeight() {
      return Arrays.stream(weights).sum();
    }
  }

  /**
   * Sizes of a whole batch.
   *
   * @param demonstrationTokens tokens of all demonstrations
   * @param preferenceWeight sum of the pairs' weights: the denominator of the mean over pairs
   */
  record Counts(
      int demonstrations, long demonstrationTokens, int preferences, double preferenceWeight) {}

  /**
   * The loss and its derivatives.
   *
   * @param demonstrations ∂loss/∂ token log-probability, {@code [demonstration][token]}
   * @param chosen ∂loss/∂log π(τ^W), {@code [pair]}: the coefficient of each of its tokens
   * @param rejected ∂loss/∂log π(τ^L), {@code [pair]}
   */
  record Result(
      double loss,
      double[][] demonstrations,
      double[] chosen,
      double[] rejected,
      Metrics metrics) {}
}
