package org.aihf.llm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aihf.data.Preference;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.model.SequenceClassifier;
import org.aihf.llm.model.ValueModel;
import org.aihf.llm.text.Tokenizer;
import org.aihf.random.RandomStream;
import org.aihf.rl.GroupAdvantage;
import org.aihf.rl.LossAggregation;
import org.aihf.rl.ScoreShaping;
import org.aihf.torch.AdamWConfig;
import org.aihf.torch.LearningRateSchedule;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.jspecify.annotations.Nullable;

/** Policy, reference and reward model of {@link TinyWorld}, always the same ones. */
final class TinyModels implements AutoCloseable {
  static final List<Completion> DEMONSTRATIONS =
      List.of(
          TinyWorld.completion(0, 4, TinyWorld.EOS),
          TinyWorld.completion(1, 5, TinyWorld.EOS),
          TinyWorld.completion(2, TinyWorld.EOS),
          TinyWorld.completion(0, 5, TinyWorld.EOS),
          TinyWorld.completion(1, 2, TinyWorld.EOS),
          TinyWorld.completion(2, 4, TinyWorld.EOS),
          TinyWorld.completion(0, 3, TinyWorld.EOS),
          TinyWorld.completion(1, TinyWorld.EOS));
  static final List<Preference<Completion>> PREFERENCES =
      List.of(
          Preference.of(TinyWorld.completion(0, 4, 5), TinyWorld.completion(0, 5, TinyWorld.EOS)),
          Preference.of(TinyWorld.completion(1, TinyWorld.EOS), TinyWorld.completion(1, 2, 2)),
          Preference.of(TinyWorld.completion(2, 3, 3), TinyWorld.completion(2, 3, 4)),
          Preference.of(TinyWorld.completion(0, 2, TinyWorld.EOS), TinyWorld.completion(0, 0, 2)),
          Preference.of(TinyWorld.completion(1, 5, 4), TinyWorld.completion(1, 4, TinyWorld.EOS)),
          Preference.of(TinyWorld.completion(2, 4, 2), TinyWorld.completion(2, TinyWorld.EOS)),
          Preference.of(TinyWorld.completion(0, 5, 5), TinyWorld.completion(0, 4, 4)),
          Preference.of(TinyWorld.completion(1, 3, 2), TinyWorld.completion(1, 0, 0)));

  final TorchRuntime runtime;
  final Tokenizer tokenizer;
  final CausalLm policy;
  final CausalLm reference;
  final SequenceClassifier reward;
  private final ModelOptions options;
  private @Nullable ValueModel values;

  private TinyModels(TorchRuntime runtime, Tokenizer tokenizer, ModelOptions options) {
    RandomStream random = RandomStream.of(3);
    this.options = options;
    this.runtime = runtime;
    this.tokenizer = tokenizer;
    this.policy = CausalLm.random(runtime, TinyWorld.config(), random.split("weights"), options);
    this.reference = policy.frozenCopy();
    this.reward = SequenceClassifier.fromBackbone(policy, random.split("head"), options);
  }

  static TinyModels open(Path directory) throws IOException {
    return open(directory, ModelOptions.DEFAULT_MICRO_BATCH_TOKENS);
  }

  static TinyModels open(Path directory, int microBatchTokens) throws IOException {
    Files.createDirectories(directory);
    TinyWorld.writeTokenizer(directory);
    return new TinyModels(
        TestDevice.open(),
        Tokenizer.load(directory),
        ModelOptions.trainable(AdamWConfig.defaults()).withMicroBatchTokens(microBatchTokens));
  }

  /** RLOO with 4 answers per prompt. */
  LmPolicy rloo(double klCoefficient, int promptBatch, LearningRateSchedule rate, long seed) {
    return policy(
        new PolicyGradient.Comparison(GroupAdvantage.RLOO, 4),
        klCoefficient,
        promptBatch,
        rate,
        seed);
  }

  /** Any policy gradient without a critic. */
  LmPolicy policy(
      PolicyGradient gradient,
      double klCoefficient,
      int promptBatch,
      LearningRateSchedule rate,
      long seed) {
    PolicyConfig config = config(gradient, klCoefficient, promptBatch, rate);
    return new LmPolicy(
        policy, reference, tokenizer, TinyWorld.PROMPTS, config, RandomStream.of(seed));
  }

  /** PPO with a critic that starts from the policy and learns at the policy's rate. */
  LmPolicy ppo(
      Ppo ppo, double klCoefficient, int promptBatch, LearningRateSchedule rate, long seed) {
    return new LmPolicy(
        policy,
        reference,
        tokenizer,
        TinyWorld.PROMPTS,
        config(ppo, klCoefficient, promptBatch, rate),
        RandomStream.of(seed),
        new Critic(values(), rate));
  }

  private static PolicyConfig config(
      PolicyGradient gradient, double klCoefficient, int promptBatch, LearningRateSchedule rate) {
    return new PolicyConfig(
        gradient,
        promptBatch,
        TinyWorld.generation(),
        KlPenalty.fixed(klCoefficient),
        ScoreShaping.NONE,
        LossAggregation.SEQUENCE_MEAN_TOKEN_SUM,
        rate);
  }

  /** PPO's critic, made on first use. */
  ValueModel values() {
    if (values == null) {
      values = ValueModel.fromPolicy(policy, options);
    }
    return values;
  }

  LmRewardModel reward(LearningRateSchedule rate) {
    return new LmRewardModel(reward, tokenizer, tokenizer, rate);
  }

  @Override
  public void close() {
    if (values != null) {
      values.close();
    }
    reward.close();
    reference.close();
    policy.close();
    tokenizer.close();
    runtime.close();
  }
}
