package org.aihf.llm.generate;

import java.util.Arrays;

/**
 * One sampled answer.
 *
 * @param ids sampled ids; the stop id is the last one when {@code stopped}
 * @param logProbs one per id: log-probability under the full distribution at the sampling
 *     temperature, before top-k and top-p (at temperature 1 what {@code CausalLm.evaluate} gives)
 * @param stopped whether a stop id was sampled, as opposed to running into the limit
 */
@SuppressWarnings("ArrayRecordComponent")
public record Generation(int[] ids, double[] logProbs, boolean stopped) {
  public Generation {
    if (ids.length != logProbs.length) {
      throw new IllegalArgumentException(
          ids.length + " ids but " + logProbs.length + " log-probabilities");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Generation that
        && stopped == that.stopped
        && Arrays.equals(ids, that.ids)
        && Arrays.equals(logProbs, that.logProbs);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    return "Generation[" + Arrays.toString(ids) + (stopped ? ", stopped]" : "]");
  }
}
