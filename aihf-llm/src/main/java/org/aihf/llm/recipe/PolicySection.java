package org.aihf.llm.recipe;

import org.aihf.rl.LossAggregation;

/**
 * Policy alignment.
 *
 * @param algorithm the policy gradient
 * @param promptsPerStep prompts per update
 * @param samplesPerPrompt answers per prompt (RLOO, GRPO, PPO); TRL's PPO draws 1
 * @param maxNewTokens most tokens of an answer, in training and in evaluation
 * @param topK samples among the k most likely tokens; 0: all
 * @param topP samples among the most likely tokens whose mass reaches p; 1: all
 * @param klCoefficient β of eq. 7
 * @param klTarget adapts β towards this KL per sequence; 0 keeps it fixed
 * @param rewardClip scores are clipped to ±this
 * @param missingEosPenalty subtracted from the score of an answer that did not end
 * @param aggregation how the losses of tokens become one loss
 * @param ppo only for {@code algorithm: ppo}
 */
public record PolicySection(
    Algorithm algorithm,
    int promptsPerStep,
    int samplesPerPrompt,
    int maxNewTokens,
    int topK,
    double topP,
    double klCoefficient,
    double klTarget,
    double rewardClip,
    double missingEosPenalty,
    LossAggregation aggregation,
    OptimizerSection optimizer,
    PpoSection ppo) {

  /** How samples become advantages. */
  public enum Algorithm {
    /**
     * Leave-one-out baseline: the default, unbiased and without a critic (Ahmadian et al. 2024).
     */
    RLOO,
    /** Group mean and standard deviation (Shao et al. 2024), with the KL in the reward. */
    GRPO,
    /** GRPO without its division by the standard deviation (Liu et al. 2025). */
    DR_GRPO,
    /** Greedy baseline, KL to go: the unbiased form. */
    REMAX,
    /** Greedy baseline, token KL, γ 0.99, clipped to ±5: as published (there with top_p 0.9). */
    REMAX_PUBLISHED,
    /** Clipped updates with a critic (Schulman et al. 2017). */
    PPO
  }

  static PolicySection defaults() {
    return new PolicySection(
        Algorithm.RLOO,
        16,
        4,
        64,
        0,
        1,
        0.05,
        0,
        10,
        1,
        LossAggregation.SEQUENCE_MEAN_TOKEN_SUM,
        OptimizerSection.defaults(),
        PpoSection.defaults());
  }
}
