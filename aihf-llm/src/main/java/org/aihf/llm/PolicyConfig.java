package org.aihf.llm;

import org.aihf.llm.generate.GenerationConfig;
import org.aihf.rl.LossAggregation;
import org.aihf.rl.ScoreShaping;
import org.aihf.torch.LearningRateSchedule;

/**
 * How a language-model policy is aligned.
 *
 * @param gradient RLOO, GRPO, ReMax or PPO
 * @param promptBatch prompts per update
 * @param generation how answers are sampled; temperature 1, so that log-probabilities of sampling
 *     and training agree
 * @param kl β of the KL penalty to π⁰ (eq. 7)
 * @param shaping clipping and missing-EOS penalty of scores
 * @param aggregation how token losses become one loss, over the whole batch
 * @param learningRate by update
 */
public record PolicyConfig(
    PolicyGradient gradient,
    int promptBatch,
    GenerationConfig generation,
    KlPenalty kl,
    ScoreShaping shaping,
    LossAggregation aggregation,
    LearningRateSchedule learningRate) {
  public PolicyConfig {
    if (promptBatch < 1) {
      throw new IllegalArgumentException("promptBatch must be at least 1, not " + promptBatch);
    }
    if (gradient instanceof Ppo ppo && ppo.miniBatches() > promptBatch) {
      throw new IllegalArgumentException(
          "%d prompts do not make %d mini-batches".formatted(promptBatch, ppo.miniBatches()));
    }
    if (generation.temperature() != 1) {
      throw new IllegalArgumentException(
          "policy alignment samples at temperature 1 (log-probabilities are trained at 1), not "
              + generation.temperature());
    }
  }
}
