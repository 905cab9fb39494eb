package org.aihf.examples.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.aihf.data.Preference;
import org.aihf.data.PreferenceRow;
import org.aihf.llm.Completion;
import org.aihf.llm.LmRewardModel;
import org.aihf.llm.generate.GenerationConfig;
import org.aihf.llm.generate.Generator;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.GptNeoxConfig;
import org.aihf.llm.model.LmConfig;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.model.SequenceClassifier;
import org.aihf.llm.text.Tokenizer;
import org.aihf.llm.train.DirectData;
import org.aihf.llm.train.DirectTrainer;
import org.aihf.llm.train.RewardTrainer;
import org.aihf.llm.train.Trainer;
import org.aihf.objective.DpoObjective;
import org.aihf.objective.JointObjective;
import org.aihf.objective.PolicyObjective;
import org.aihf.objective.SftObjective;
import org.aihf.random.RandomStream;
import org.aihf.torch.AdamWConfig;
import org.aihf.torch.LearningRateSchedule;
import org.aihf.torch.TorchRuntime;

/** What is timed. Weights are random: speed does not depend on them. */
enum LlmTask {
  SFT,
  DPO,
  REWARD,
  GENERATE,
  PPO;

  private static final LearningRateSchedule RATE = new LearningRateSchedule.Constant(1e-6, 0);

  /** Its name on the command line and in the peer's. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Model and data at this batch size. */
  BenchShape shape(int batch, int steps) {
    return switch (this) {
      case SFT, DPO, REWARD -> BenchShape.of(batch, steps);
      case GENERATE -> BenchShape.of(batch, 0);
      case PPO -> BenchShape.ofPpo(batch);
    };
  }

  /** The name of its rate in a measurement's JSON, ours and the peer's. */
  String rateField() {
    return switch (this) {
      case SFT, DPO, REWARD -> "samples_s";
      case GENERATE -> "tokens_s";
      case PPO -> "rounds_s";
    };
  }

  /** A rate as the table shows it. */
  String shown(double rate) {
    return switch (this) {
      case SFT, DPO, REWARD -> "%.2f smp/s".formatted(rate);
      case GENERATE -> "%.1f tok/s".formatted(rate);
      case PPO -> "%.1f s/round".formatted(1 / rate);
    };
  }

  /** Samples, tokens or rounds per second. */
  double measure(
      BenchShape shape, Tokenizer tokenizer, List<PreferenceRow> rows, TorchRuntime runtime) {
    return switch (this) {
      case SFT, DPO, REWARD -> samplesPerSecond(shape, tokenizer, rows, runtime);
      case GENERATE -> tokensPerSecond(shape, tokenizer, rows, runtime);
      case PPO -> 1 / PpoRound.seconds(shape, config(shape, tokenizer), tokenizer, rows, runtime);
    };
  }

  private double samplesPerSecond(
      BenchShape shape, Tokenizer tokenizer, List<PreferenceRow> rows, TorchRuntime runtime) {
    List<Preference<Completion>> pairs =
        rows.stream()
            .map(
                row ->
                    row.preference(
                        (prompt, answer) ->
                            new Completion(
                                prompt, answer, tokenizer.encode(prompt, answer, true), true)))
            .toList();
    RandomStream random = RandomStream.of(2);
    ModelOptions options = ModelOptions.trainable(AdamWConfig.defaults());
    LmConfig config = config(shape, tokenizer);
    if (this == REWARD) {
      try (SequenceClassifier model =
          SequenceClassifier.random(runtime, config, random.split("weights"), options)) {
        LmRewardModel reward = new LmRewardModel(model, tokenizer, tokenizer, RATE);
        return time(
            shape,
            new RewardTrainer(reward, pairs, shape.batch(), JointObjective.bradleyTerry(), random));
      }
    }
    try (CausalLm model = CausalLm.random(runtime, config, random.split("weights"), options)) {
      if (this == SFT) {
        List<Completion> chosen = pairs.stream().map(Preference::chosen).toList();
        DirectData data = DirectData.demonstrations(chosen, shape.batch());
        return time(shape, trainer(model, null, data, SftObjective.CROSS_ENTROPY, random));
      }
      try (CausalLm reference = model.frozenCopy()) {
        DirectData data = DirectData.preferences(pairs, shape.batch());
        return time(shape, trainer(model, reference, data, DpoObjective.logistic(0.1), random));
      }
    }
  }

  private static Trainer trainer(
      CausalLm model,
      @org.jspecify.annotations.Nullable CausalLm reference,
      DirectData data,
      PolicyObjective objective,
      RandomStream random) {
    return new DirectTrainer(model, reference, data, objective, RATE, random);
  }

  private static double time(BenchShape shape, Trainer trainer) {
    IntStream.range(0, shape.warmup()).forEach(i -> trainer.step());
    long start = System.nanoTime();
    IntStream.range(0, shape.steps()).forEach(i -> trainer.step());
    return shape.batch() * shape.steps() / ((System.nanoTime() - start) / 1e9);
  }

  /** Once to warm up, once timed, as the peer does. */
  private static double tokensPerSecond(
      BenchShape shape, Tokenizer tokenizer, List<PreferenceRow> rows, TorchRuntime runtime) {
    List<int[]> prompts =
        rows.subList(0, shape.batch()).stream()
            .map(row -> tokenizer.encode(row.prompt(), true))
            .toList();
    GenerationConfig how =
        new GenerationConfig(shape.newTokens(), 1, 0, 1, 1, false, Set.of(), true);
    RandomStream random = RandomStream.of(2);
    try (CausalLm model =
        CausalLm.random(
            runtime, config(shape, tokenizer), random.split("weights"), ModelOptions.frozen())) {
      Generator generator = new Generator(model, tokenizer.vocabularySize());
      generator.generate(prompts, how, random.split("warm-up"));
      long start = System.nanoTime();
      generator.generate(prompts, how, random.split("timed"));
      return shape.batch() * shape.newTokens() / ((System.nanoTime() - start) / 1e9);
    }
  }

  private static LmConfig config(BenchShape shape, Tokenizer tokenizer) {
    return new GptNeoxConfig(
        tokenizer.vocabularySize(),
        shape.hidden(),
        shape.layers(),
        shape.heads(),
        4 * shape.hidden(),
        2048,
        0.02,
        false,
        List.of(tokenizer.eosId()),
        OptionalInt.of(tokenizer.eosId()),
        OptionalInt.empty(),
        1e-5,
        0.25,
        10_000,
        true,
        true);
  }
}
