package org.aihf.objective;

import org.aihf.Metrics;

/**
 * A loss of reward scores: what reward alignment minimises.
 *
 * <p>Scores are R(τ^E), R(τ^A) of paired demonstrations and own samples, and R(τ^W), R(τ^L) of
 * preference pairs. The result has ∂loss/∂R of each. {@link JointObjective} is the paper's eq. 22.
 */
public interface RewardObjective {
  /**
   * Loss and coefficients of some of a batch.
   *
   * @param scores the scores at hand
   * @param counts how many of each kind the <em>whole</em> batch has: the means are over these, so
   *     that coefficients of micro-batches add up
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

  /**
   * Raw rewards; arrays of one kind are parallel.
   *
   * @param margins per preference pair, see {@link org.aihf.data.Preference#margin()}
   * @param weights per preference pair
   */
  record Scores(
      double[] demonstrations,
      double[] ownSamples,
      double[] chosen,
      double[] rejected,
      double[] margins,
      double[] weights) {
    public Scores {
      if (demonstrations.length != ownSamples.length) {
        throw new IllegalArgumentException(
            "%d demonstration scores but %d own-sample scores"
                .formatted(demonstrations.length, ownSamples.length));
      }
      if (chosen.length != rejected.length
          || chosen.length != margins.length
          || chosen.length != weights.length) {
        throw new IllegalArgumentException(
            "preference arrays differ in length: chosen %d, rejected %d, margins %d, weights %d"
                .formatted(chosen.length, rejected.length, margins.length, weights.length));
      }
    }

    public Counts counts() {
      double weight = 0;
      for (double w : weights) {
        weight += w;
      }
      return new Counts(demonstrations.length, chosen.length, weight);
    }
  }

  /**
   * Sizes of a whole batch.
   *
   * @param preferenceWeight sum of the pairs' weights: the denominator of the preference mean
   */
  record Counts(int demonstrations, int preferences, double preferenceWeight) {}

  /** The loss and ∂loss/∂score, in the shape of {@link Scores}. */
  record Result(
      double loss,
      double[] demonstrations,
      double[] ownSamples,
      double[] chosen,
      double[] rejected,
      Metrics metrics) {}
}
