package org.aihf.torch;

/**
 * Hyper-parameters of {@link AdamW}; the learning rate is given step by step ({@link
 * LearningRateSchedule}).
 *
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the bias-corrected second moment, as PyTorch does, &gt; 0
 * @param weightDecay decoupled: weights shrink by learningRate · weightDecay a step, &gt;= 0
 * @param maxGradientNorm global 2-norm to which larger gradients are scaled down, &gt; 0; infinity
 *     for no clipping
 * @param decayVectors whether parameters of one dimension or none (biases, norms) decay too
 */
public record AdamWConfig(
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    double maxGradientNorm,
    boolean decayVectors) {

  public AdamWConfig {
    require(beta1 >= 0 && beta1 < 1, "beta1", beta1, "in [0, 1)");
    require(beta2 >= 0 && beta2 < 1, "beta2", beta2, "in [0, 1)");
    require(epsilon > 0 && Double.isFinite(epsilon), "epsilon", epsilon, "positive");
    require(weightDecay >= 0 && Double.isFinite(weightDecay), "weightDecay", weightDecay, ">= 0");
    require(maxGradientNorm > 0, "maxGradientNorm", maxGradientNorm, "positive (or infinity)");
  }

  /**
   * What transformers' {@code TrainingArguments}, and so TRL, trains with: β = (0.9, 0.999), ε =
   * 1e-8, no weight decay, norm clipped at 1. With weight decay, transformers too leaves out biases
   * and norms.
   */
  public static AdamWConfig defaults() {
    return new AdamWConfig(0.9, 0.999, 1e-8, 0, 1, false);
  }

  /** The same with another weight decay. */
  public AdamWConfig withWeightDecay(double value) {
    return new AdamWConfig(beta1, beta2, epsilon, value, maxGradientNorm, decayVectors);
  }

  /** The same with another clipping norm. */
  public AdamWConfig withMaxGradientNorm(double value) {
    return new AdamWConfig(beta1, beta2, epsilon, weightDecay, value, decayVectors);
  }

  private static void require(boolean holds, String name, double value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be " + range);
    }
  }
}
