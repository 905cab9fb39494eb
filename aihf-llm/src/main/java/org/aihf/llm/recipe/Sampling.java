package org.aihf.llm.recipe;

import java.util.Set;
import org.aihf.llm.PolicyGradient;
import org.aihf.llm.Ppo;
import org.aihf.llm.generate.GenerationConfig;
import org.aihf.llm.text.Tokenizer;
import org.aihf.rl.ClippedSurrogate;
import org.aihf.rl.ClippedValueLoss;
import org.aihf.rl.GeneralizedAdvantage;
import org.aihf.rl.GroupAdvantage;
import org.aihf.rl.Remax;

/** From a recipe's policy section to how answers are sampled and compared. */
final class Sampling {
  private Sampling() {}

  static GenerationConfig of(PolicySection section, Tokenizer tokenizer) {
    return new GenerationConfig(
        section.maxNewTokens(),
        1,
        section.topK(),
        section.topP(),
        1,
        false,
        Set.copyOf(tokenizer.stopIds()),
        false);
  }

  static PolicyGradient gradient(PolicySection section) {
    int samples = section.samplesPerPrompt();
    return switch (section.algorithm()) {
      case RLOO -> new PolicyGradient.Comparison(GroupAdvantage.RLOO, samples);
      case GRPO -> new PolicyGradient.Comparison(GroupAdvantage.GRPO, samples);
      case DR_GRPO -> new PolicyGradient.Comparison(GroupAdvantage.DR_GRPO, samples);
      case REMAX -> new PolicyGradient.GreedyBaseline(Remax.UNBIASED);
      case REMAX_PUBLISHED -> new PolicyGradient.GreedyBaseline(Remax.PUBLISHED);
      case PPO -> ppo(section.ppo(), samples);
    };
  }

  private static Ppo ppo(PpoSection section, int samples) {
    return new Ppo(
        samples,
        section.epochs(),
        section.miniBatches(),
        new GeneralizedAdvantage(section.gamma(), section.lambda()),
        new ClippedSurrogate(section.clip(), section.clip()),
        new ClippedValueLoss(section.valueClip()),
        section.valueCoefficient(),
        section.entropyCoefficient(),
        section.whitenRewards(),
        section.whitenAdvantages(),
        section.scoreAfterEnd());
  }
}
