package org.aihf.llm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aihf.Metrics;
import org.aihf.llm.LmRewardModel;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.Fixtures;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.model.SequenceClassifier;
import org.aihf.llm.recipe.DataSection;
import org.aihf.llm.recipe.TrainingData;
import org.aihf.llm.text.Tokenizer;
import org.aihf.objective.DpoObjective;
import org.aihf.objective.JointObjective;
import org.aihf.objective.MarginLoss;
import org.aihf.objective.SftObjective;
import org.aihf.random.RandomStream;
import org.aihf.torch.AdamWConfig;
import org.aihf.torch.LearningRateSchedule;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Twenty steps of SFT, DPO and reward training follow TRL's, step by step: equal files, batches,
 * weights and hyper-parameters. The fixtures are src/test/python/make_trl_fixtures.py's.
 */
class TrlParityTest {
  private static final Path TRL = Fixtures.directory("trl");
  private static final double TOLERANCE = 1e-4;

  private static TorchRuntime runtime;
  private static Tokenizer tokenizer;
  private static TrainingData data;
  private static JsonNode expected;

  @BeforeAll
  static void open() throws IOException {
    runtime = TorchRuntime.cpu(1);
    tokenizer = Tokenizer.load(Fixtures.directory("tokenizer"));
    DataSection files =
        new DataSection(
            TRL.resolve("demonstrations.jsonl").toString(),
            TRL.resolve("preferences.jsonl").toString(),
            "",
            "",
            false,
            false);
    data = TrainingData.load(files, tokenizer, 64);
    expected = new ObjectMapper().readTree(TRL.resolve("expected.json").toFile());
  }

  @AfterAll
  static void close() {
    tokenizer.close();
    runtime.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"neox", "llama"})
  void sftFollowsTrl(String architecture) {
    try (CausalLm model = CausalLm.load(runtime, TRL.resolve(architecture), trainable())) {
      DirectData batches = DirectData.demonstrations(data.demonstrations(), batch());
      Trainer trainer =
          new DirectTrainer(
              model, null, batches, SftObjective.CROSS_ENTROPY, learningRate(), random());
      List<Metrics> steps = steps(trainer);
      assertFollows(steps, "sft-" + architecture, "loss", "grad_norm", "learning_rate");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"neox", "llama"})
  void dpoFollowsTrl(String architecture) {
    try (CausalLm model = CausalLm.load(runtime, TRL.resolve(architecture), trainable());
        CausalLm reference = model.frozenCopy()) {
      DirectData batches = DirectData.preferences(data.preferences(), batch());
      DpoObjective dpo = DpoObjective.logistic(expected.get("beta").asDouble());
      Trainer trainer = new DirectTrainer(model, reference, batches, dpo, learningRate(), random());
      List<Metrics> steps = steps(trainer);
      assertFollows(
          steps,
          "dpo-" + architecture,
          "loss",
          "rewards/chosen",
          "rewards/rejected",
          "rewards/margins",
          "rewards/accuracies",
          "logps/chosen",
          "grad_norm");
    }
  }

  @Test
  void centredRewardModelFollowsTrl() {
    try (SequenceClassifier model =
        SequenceClassifier.load(runtime, TRL.resolve("reward"), trainable())) {
      JointObjective objective =
          new JointObjective(
              0, MarginLoss.LINEAR, MarginLoss.LOGISTIC, 1, expected.get("centering").asDouble());
      Trainer trainer =
          new RewardTrainer(
              new LmRewardModel(model, tokenizer, tokenizer, learningRate()),
              data.preferences(),
              batch(),
              objective,
              random());
      List<Metrics> steps = new ArrayList<>();
      for (Metrics step : steps(trainer)) {
        steps.add(
            step.with("loss", step.get("loss/reward"))
                .with("grad_norm", step.get("reward/grad_norm")));
      }
      assertFollows(steps, "reward", "loss", "rewards/margins", "rewards/accuracies", "grad_norm");
    }
  }

  private static List<Metrics> steps(Trainer trainer) {
    List<Metrics> steps = new ArrayList<>();
    for (int i = 0; i < expected.get("steps").asInt(); i++) {
      steps.add(trainer.step());
    }
    return steps;
  }

  /** Relative for losses; absolute, too, for what passes through zero. */
  private static void assertFollows(List<Metrics> steps, String run, String... names) {
    for (String name : names) {
      JsonNode values = expected.get(run).get(name);
      assertThat(values).as(name).hasSize(steps.size());
      for (int i = 0; i < steps.size(); i++) {
        double value = values.get(i).asDouble();
        double tolerance =
            name.equals("loss") ? TOLERANCE * value : TOLERANCE * (1 + Math.abs(value));
        assertThat(steps.get(i).get(name))
            .as("%s of step %d of %s", name, i, run)
            .isCloseTo(value, within(tolerance));
      }
    }
  }

  private static ModelOptions trainable() {
    return ModelOptions.trainable(AdamWConfig.defaults());
  }

  private static LearningRateSchedule learningRate() {
    double peak = expected.get("learning_rate").asDouble();
    return new LearningRateSchedule.Linear(peak, 0, expected.get("steps").asInt());
  }

  private static int batch() {
    return expected.get("batch").asInt();
  }

  private static RandomStream random() {
    return RandomStream.of(expected.get("seed").asLong());
  }
}
