package org.aihf.torch;

import java.util.Locale;

/** What the matrix products inside a model's layers are computed in. */
public enum Precision {
  FP32,
  /**
   * Factors are rounded to bfloat16, sums are fp32. Weights, moments, activations between layers,
   * logits and losses stay fp32, so files are the same; log-probabilities move in the third digit.
   */
  BF16;

  /** As recipes and options call it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
