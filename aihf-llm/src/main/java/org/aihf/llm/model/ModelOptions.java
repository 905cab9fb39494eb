package org.aihf.llm.model;

import org.aihf.torch.AdamWConfig;

/**
 * How a model is held in memory.
 *
 * @param trainable whether gradients and optimiser state exist; a frozen model costs its weights
 *     alone
 * @param optimizer AdamW's options; unused by a frozen model
 * @param microBatchTokens most tokens of one forward pass; groups are never split, so one larger
 *     group makes a micro-batch of its own
 */
public record ModelOptions(boolean trainable, AdamWConfig optimizer, int microBatchTokens) {
  /** Fits a 6x512 model's activations in about 500 MB. */
  public static final int DEFAULT_MICRO_BATCH_TOKENS = 2048;

  public ModelOptions {
    if (microBatchTokens < 1) {
      throw new IllegalArgumentException("microBatchTokens is " + microBatchTokens + ", need >= 1");
    }
  }

  /** The same for a model that only scores. */
  public ModelOptions asFrozen() {
    return new ModelOptions(false, optimizer, microBatchTokens);
  }

  /** The same with another size of forward passes. */
  public ModelOptions withMicroBatchTokens(int tokens) {
    return new ModelOptions(trainable, optimizer, tokens);
  }

  /** A model that only scores. */
  public static ModelOptions frozen() {
    return new ModelOptions(false, AdamWConfig.defaults(), DEFAULT_MICRO_BATCH_TOKENS);
  }

  /** A model that learns. */
  public static ModelOptions trainable(AdamWConfig optimizer) {
    return new ModelOptions(true, optimizer, DEFAULT_MICRO_BATCH_TOKENS);
  }
}
