package org.aihf.llm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.model.ValueModel;
import org.aihf.llm.text.Tokenizer;
import org.aihf.policy.Policy;
import org.aihf.policy.PolicyContract;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardFunction;
import org.aihf.rl.GroupAdvantage;
import org.aihf.rl.LossAggregation;
import org.aihf.rl.ScoreShaping;
import org.aihf.torch.AdamWConfig;
import org.aihf.torch.LearningRateSchedule;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A language model keeps the contract that every policy keeps. */
class LmPolicyTest extends PolicyContract<Completion> {
  @TempDir Path models;

  private final List<AutoCloseable> open = new ArrayList<>();

  @Override
  protected Policy<Completion> create(long seed) throws Exception {
    TinyWorld.writeTokenizer(models);
    TorchRuntime runtime = TestDevice.open();
    Tokenizer tokenizer = Tokenizer.load(models);
    CausalLm model =
        CausalLm.random(
            runtime,
            TinyWorld.config(),
            RandomStream.of(3).split("weights"),
            ModelOptions.trainable(AdamWConfig.defaults()));
    CausalLm reference = model.frozenCopy();
    ValueModel values =
        ValueModel.fromPolicy(model, ModelOptions.trainable(AdamWConfig.defaults()));
    open.addAll(List.of(runtime, tokenizer, model, reference, values));
    PolicyConfig config =
        new PolicyConfig(
            gradient(),
            8,
            TinyWorld.generation(),
            KlPenalty.fixed(0.05),
            ScoreShaping.NONE,
            LossAggregation.SEQUENCE_MEAN_TOKEN_SUM,
            LearningRateSchedule.constant(1e-2));
    return new LmPolicy(
        model,
        reference,
        tokenizer,
        TinyWorld.PROMPTS,
        config,
        RandomStream.of(seed),
        new Critic(values, LearningRateSchedule.constant(1e-2)));
  }

  PolicyGradient gradient() {
    return new PolicyGradient.Comparison(GroupAdvantage.RLOO, 4);
  }

  @AfterEach
  void closeModels() throws Exception {
    Collections.reverse(open);
    for (AutoCloseable each : open) {
      each.close();
    }
    open.clear();
  }

  @Override
  protected List<Completion> trajectories() {
    List<Completion> trajectories = new ArrayList<>();
    for (int p = 0; p < TinyWorld.PROMPTS.size(); p++) {
      trajectories.add(TinyWorld.completion(p, 4, 5));
    }
    return trajectories;
  }

  @Override
  protected RewardFunction<Completion> reward() {
    return completions ->
        completions.stream()
            .mapToDouble(c -> TinyWorld.reward(c.tokens().prompt(), c.tokens().completion()))
            .toArray();
  }

  @Override
  protected int learningSteps() {
    return 60;
  }

  @Override
  protected double gain() {
    return 0.3;
  }

  @Override
  protected Object contextOf(Completion completion) {
    return completion.prompt();
  }

  @Override
  protected Object contentOf(Completion completion) {
    return completion.prompt()
        + completion.text()
        + Arrays.toString(completion.tokens().completion());
  }
}
