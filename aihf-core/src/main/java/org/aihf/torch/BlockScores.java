package org.aihf.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * How examples become a {@link ai.djl.nn.Block}'s inputs, and its outputs scores: what {@link
 * BlockScoreModel} needs to know of a network of one's own.
 *
 * @param <X> an example
 */
@FunctionalInterface
public interface BlockScores<X> {
  /**
   * The block's inputs for a batch.
   *
   * @param scope owns what is made
   */
  NDList inputs(NDManager scope, List<X> batch);

  /**
   * The scores of a batch in the block's outputs, {@code [example][scalar]} FLOAT32 with their
   * graph: for a reward model its one output, for a policy log-probabilities. By default the first
   * output, a row per example.
   */
  default NDArray scores(NDList outputs, List<X> batch) {
    return outputs.head().reshape(batch.size(), -1);
  }
}
