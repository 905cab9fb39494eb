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
   * Whether the coefficients of a micro-batch need only its own scores and {@link Counts}. A
   * coupled objective (false) sees the whole batch at once: the engine scores all, then recomputes
   * and accumulates.
   */
  default boolean separable() {
    return true;
  }

  /** Whether log π⁰ of the pairs matters; where not, it is 0. */
  default boolean usesReference() {
    return true;
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
          demonstrations.length,
          tokens,
          preferences.size(),
          preferences.totalWeight(),
          preferences.chosenTokens());
    }
  }

  /**
   * Log-probabilities of the pairs' completion tokens, EOS included, {@code [pair][token]}.
   *
   * @param chosen log π of τ^W
   * @param rejected log π of τ^L
   * @param refChosen log π⁰ of τ^W, a constant
   * @param refRejected log π⁰ of τ^L, a constant
   * @param margins see {@link org.aihf.data.Preference#margin()}
   * @param weights see {@link org.aihf.data.Preference#weight()}
   */
  record Pairs(
      double[][] chosen,
      double[][] rejected,
      double[][] refChosen,
      double[][] refRejected,
      double[] margins,
      double[] weights) {
    private static final double[][] EMPTY = {};

    /** No pairs. */
    public static final Pairs NONE =
        new Pairs(EMPTY, EMPTY, EMPTY, EMPTY, new double[0], new double[0]);

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

    /** Plain preferences (margin 0, weight 1) between answers of one token each. */
    public static Pairs of(
        double[] chosen, double[] rejected, double[] refChosen, double[] refRejected) {
      double[] weights = new double[chosen.length];
      Arrays.fill(weights, 1);
      return new Pairs(
          column(chosen),
          column(rejected),
          column(refChosen),
          column(refRejected),
          new double[chosen.length],
          weights);
    }

    public int size() {
      return chosen.length;
    }

    public double totalWeight() {
      return sum(weights);
    }

    /** Tokens of the chosen completions, those of a pair as often as its weight. */
    public double chosenTokens() {
      double tokens = 0;
      for (int i = 0; i < chosen.length; i++) {
        tokens += weights[i] * chosen[i].length;
      }
      return tokens;
    }

    static double sum(double[] values) {
      double sum = 0;
      for (double value : values) {
        sum += value;
      }
      return sum;
    }

    private static double[][] column(double[] values) {
      return Arrays.stream(values).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
    }
  }

  /**
   * Sizes of a whole batch.
   *
   * @param demonstrationTokens tokens of all demonstrations
   * @param preferenceWeight sum of the pairs' weights: the denominator of the mean over pairs
   * @param chosenTokens see {@link Pairs#chosenTokens()}
   */
  record Counts(
      int demonstrations,
      long demonstrationTokens,
      int preferences,
      double preferenceWeight,
      double chosenTokens) {}

  /**
   * The loss and its derivatives by token log-probabilities.
   *
   * @param demonstrations {@code [demonstration][token]}
   * @param chosen {@code [pair][token]}
   * @param rejected {@code [pair][token]}
   */
  record Result(
      double loss,
      double[][] demonstrations,
      double[][] chosen,
      double[][] rejected,
      Metrics metrics) {
    /** Coefficients of what an objective ignores. */
    public static double[][] zeros(double[][] like) {
      return Arrays.stream(like).map(row -> new double[row.length]).toArray(double[][]::new);
    }
  }
}
