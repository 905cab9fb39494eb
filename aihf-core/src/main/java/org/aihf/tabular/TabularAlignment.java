package org.aihf.tabular;

/** How a {@link TabularPolicy} is aligned. */
public sealed interface TabularAlignment {
  /** Straight to the closed form (11). */
  record Exact() implements TabularAlignment {}

  /**
   * Policy gradient by RLOO, as a language model's policy.
   *
   * @param samples per context and step, at least 2
   * @param learningRate step size on the logits
   */
  record Sampled(int samples, double learningRate) implements TabularAlignment {
    public Sampled {
      if (samples < 2 || !(learningRate > 0)) {
        throw new IllegalArgumentException(
            "samples must be at least 2 and learningRate > 0, not %d and %s"
                .formatted(samples, learningRate));
      }
    }
  }
}
