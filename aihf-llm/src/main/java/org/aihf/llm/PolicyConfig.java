package org.aihf.llm;

import org.aihf.llm.generate.GenerationConfig;
import org.aihf.rl.KlController;
import org.aihf.torch.LearningRateSchedule;

/**
 * How a language-model policy is aligned.
 *
 * @param gradient RLOO, GRPO or ReMax
 * @param promptBatch prompts per update
 * @param generation how answers are sampled; log-probabilities are those of the full distribution at its temperature
 * @param kl β of the KL penalty to π⁰ (eq. 7), fixed or adaptive
 * @param missingEosPenalty subtracted from the score of an answer that did not end by itself (TRL's name)
 * @param rewardClip scores are clipped to ±this before anything else; infinite for none
 * @param normalization over what the policy loss is a mean
 * @param learningRate by update
 */
public record PolicyConfig(
    PolicyGradient gradient,
    int promptBatch,
    GenerationConfig generation,
    KlController kl,
    double missingEosPenalty,
    double rewardClip,
    Normalization normalization,
    LearningRateSchedule learningRate) {

  /** The denominator of the policy loss; always counted over the whole batch, never per micro-batch. */
  public enum Normalization {
    /** Mean over sequences of sums over tokens: the unbiased gradient of the sequence objective. */
    SEQUENCE,
    /** Mean over all tokens of the batch, as published ReMax and DAPO. */
    TOKEN
  }

  public PolicyConfig {
    if (promptBatch < 1) {
      throw new IllegalArgumentException("promptBatch must be at least 1, not " + promptBatch);
    }
    if (!(missingEosPenalty >= 0)) {
      throw new IllegalArgumentException(
          "missingEosPenalty must be >= 0, not " + missingEosPenalty);
    }
    if (!(rewardClip > 0)) {
      throw new IllegalArgumentException("rewardClip must be > 0, not " + rewardClip);
    }
  }
}
