package org.aihf.objective;

/** How an answer's token log-probabilities become one: Σ w_t log π_t. */
@FunctionalInterface
public interface TokenWeights {
  /**
   * w_t.
   *
   * @param token t, from 0
   * @param length tokens of the answer
   * @param otherLength tokens of the other side of its pair
   */
  double of(int token, int length, int otherLength);

  /** log π of the whole answer: DPO. */
  TokenWeights SUM = (token, length, otherLength) -> 1;

  /** Length normalisation: SimPO, ORPO, TRL's IPO and {@code sigmoid_norm}. */
  TokenWeights MEAN = (token, length, otherLength) -> 1.0 / length;

  /**
   * LD-DPO (Liu et al. 2024): what an answer is longer by than the other counts α.
   *
   * @param alpha in [0, 1]; 1 is {@link #SUM}
   */
  static TokenWeights lengthDesensitized(double alpha) {
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha must be in [0, 1], not " + alpha);
    }
    return (token, length, otherLength) -> token < otherLength ? 1 : alpha;
  }
}
