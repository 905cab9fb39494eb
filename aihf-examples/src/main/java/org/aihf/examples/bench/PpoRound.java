package org.aihf.examples.bench;

import java.util.List;
import java.util.Set;
import org.aihf.data.PreferenceRow;
import org.aihf.llm.Critic;
import org.aihf.llm.KlPenalty;
import org.aihf.llm.LmPolicy;
import org.aihf.llm.LmRewardModel;
import org.aihf.llm.PolicyConfig;
import org.aihf.llm.Ppo;
import org.aihf.llm.generate.GenerationConfig;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.LmConfig;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.model.SequenceClassifier;
import org.aihf.llm.model.ValueModel;
import org.aihf.llm.text.Tokenizer;
import org.aihf.random.RandomStream;
import org.aihf.rl.LossAggregation;
import org.aihf.rl.ScoreShaping;
import org.aihf.torch.AdamWConfig;
import org.aihf.torch.LearningRateSchedule;
import org.aihf.torch.TorchRuntime;

/**
 * One round of PPO with TRL's settings: answers to a batch of prompts, scores, values and
 * log-probabilities, then four epochs. Policy, reference, reward model and critic are of one shape.
 */
final class PpoRound {
  private PpoRound() {}

  /** Seconds of the first round, models ready. */
  static double seconds(
      BenchShape shape,
      LmConfig config,
      Tokenizer tokenizer,
      List<PreferenceRow> rows,
      TorchRuntime runtime) {
    RandomStream random = RandomStream.of(2);
    LearningRateSchedule rate = LearningRateSchedule.constant(3e-6);
    ModelOptions trainable = ModelOptions.trainable(AdamWConfig.defaults());
    PolicyConfig how =
        new PolicyConfig(
            Ppo.TRL,
            shape.batch(),
            GenerationConfig.sampling(shape.newTokens(), Set.copyOf(tokenizer.stopIds())),
            KlPenalty.fixed(0.05),
            ScoreShaping.NONE,
            LossAggregation.TOKEN_MEAN,
            rate);
    try (CausalLm model = CausalLm.random(runtime, config, random.split("policy"), trainable);
        CausalLm reference = model.frozenCopy();
        SequenceClassifier classifier =
            SequenceClassifier.random(
                runtime, config, random.split("reward"), ModelOptions.frozen());
        ValueModel values = ValueModel.fromReward(classifier, model, trainable)) {
      LmRewardModel reward = new LmRewardModel(classifier, tokenizer, tokenizer, rate);
      List<String> prompts = rows.stream().map(PreferenceRow::prompt).toList();
      Critic critic = new Critic(values, rate);
      LmPolicy policy = new LmPolicy(model, reference, tokenizer, prompts, how, random, critic);
      long start = System.nanoTime();
      policy.align(reward, 1, metrics -> {});
      return (System.nanoTime() - start) / 1e9;
    }
  }
}
