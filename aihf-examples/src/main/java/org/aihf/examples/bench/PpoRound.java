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

  private static final int WARMUP_PROMPTS = 4;

  /** Seconds of one round, after a small one that lets the JVM compile what it needs. */
  static double seconds(
      BenchShape shape,
      LmConfig config,
      Tokenizer tokenizer,
      List<PreferenceRow> rows,
      TorchRuntime runtime) {
    RandomStream random = RandomStream.of(2);
    LearningRateSchedule rate = LearningRateSchedule.constant(3e-6);
    ModelOptions trainable = ModelOptions.trainable(AdamWConfig.defaults());
    GenerationConfig generation =
        GenerationConfig.sampling(shape.newTokens(), Set.copyOf(tokenizer.stopIds()));
    try (CausalLm model = CausalLm.random(runtime, config, random.split("policy"), trainable);
        CausalLm reference = model.frozenCopy();
        SequenceClassifier classifier =
            SequenceClassifier.random(
                runtime, config, random.split("reward"), ModelOptions.frozen());
        ValueModel values = ValueModel.fromReward(classifier, model, trainable)) {
      LmRewardModel reward = new LmRewardModel(classifier, tokenizer, tokenizer, rate);
      List<String> prompts = rows.stream().map(PreferenceRow::prompt).toList();
      Critic critic = new Critic(values, rate);
      double seconds = 0;
      for (int batch : new int[] {Math.min(WARMUP_PROMPTS, shape.batch()), shape.batch()}) {
        PolicyConfig how = config(batch, generation, rate);
        LmPolicy policy = new LmPolicy(model, reference, tokenizer, prompts, how, random, critic);
        long start = System.nanoTime();
        policy.align(reward, 1, metrics -> {});
        seconds = (System.nanoTime() - start) / 1e9;
      }
      return seconds;
    }
  }

  private static PolicyConfig config(
      int batch, GenerationConfig generation, LearningRateSchedule rate) {
    return new PolicyConfig(
        Ppo.TRL,
        batch,
        generation,
        KlPenalty.fixed(0.05),
        ScoreShaping.NONE,
        LossAggregation.TOKEN_MEAN,
        rate);
  }
}
