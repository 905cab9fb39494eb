package org.aihf.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aihf.UserError;
import org.aihf.random.RandomStream;
import org.aihf.score.ScoreModel;
import org.aihf.torch.AdamWConfig;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.aihf.torch.safetensors.Dtype;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedModelTest {
  private static final ModelOptions TRAINABLE = ModelOptions.trainable(AdamWConfig.defaults());
  private static final List<List<TokenSequence>> GROUPS =
      List.of(
          List.of(new TokenSequence(new int[] {5, 9, 11}, new int[] {7, 8, 1})),
          List.of(new TokenSequence(new int[] {4}, new int[] {20, 21})));

  private static TorchRuntime runtime;

  @TempDir private Path directory;

  @BeforeAll
  static void open() {
    runtime = TestDevice.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  private static void train(ScoreModel<TokenSequence> model, int steps) {
    for (int i = 0; i < steps; i++) {
      model.accumulate(
          GROUPS,
          (group, scores) -> {
            double[] c = new double[scores[0].length];
            java.util.Arrays.fill(c, -1);
            return new double[][] {c};
          });
      model.step(1e-2);
    }
  }

  private static double sum(double[][][] scores) {
    return java.util.Arrays.stream(scores).mapToDouble(group -> group[0][0]).sum();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "neox-parallel",
        "neox-tied-no-bias",
        "llama-grouped",
        "mistral-window",
        "qwen2-tied",
        "gpt2-bare"
      })
  void anExportedModelReadsBackWithTheSameScores(String name) throws IOException {
    try (CausalLm model = CausalLm.load(runtime, Fixtures.model(name), TRAINABLE)) {
      train(model, 2);
      model.save(directory);
      try (CausalLm again = CausalLm.load(runtime, directory, ModelOptions.frozen())) {
        assertThat(again.config()).isEqualTo(model.config());
        assertThat(again.evaluate(GROUPS)).isDeepEqualTo(model.evaluate(GROUPS));
      }
    }
  }

  @Test
  void anExportedClassifierReadsBackWithTheSameScores() throws IOException {
    Path source = Fixtures.model("neox-parallel");
    try (SequenceClassifier model =
        SequenceClassifier.fromBackbone(runtime, source, RandomStream.of(1), TRAINABLE)) {
      assertThat(model.labels()).isEqualTo(1);
      train(model, 2);
      assertThatThrownBy(() -> model.save(directory, 1)).hasMessageContaining("pad id 1 ends");
      model.save(directory, 0);
      try (SequenceClassifier again =
          SequenceClassifier.load(runtime, directory, ModelOptions.frozen())) {
        assertThat(again.labels()).isEqualTo(1);
        assertThat(again.config().padId()).hasValue(0);
        assertThat(again.evaluate(GROUPS)).isDeepEqualTo(model.evaluate(GROUPS));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt2-classifier",
        "distilbert-classifier",
        "bert-classifier",
        "llama-score",
        "neox-score"
      })
  void aTrainedJudgeReadsBackWithTheSameScores(String name) throws IOException {
    try (SequenceClassifier model =
        SequenceClassifier.load(runtime, Fixtures.model(name), TRAINABLE)) {
      double before = sum(model.evaluate(GROUPS));
      train(model, 2);
      assertThat(sum(model.evaluate(GROUPS))).isGreaterThan(before);
      model.save(directory, 0);
      try (SequenceClassifier again =
          SequenceClassifier.load(runtime, directory, ModelOptions.frozen())) {
        assertThat(again.labels()).isEqualTo(model.labels());
        assertThat(again.evaluate(GROUPS)).isDeepEqualTo(model.evaluate(GROUPS));
      }
    }
  }

  @Test
  void aBackboneInMemoryGivesTheClassifierOfItsDirectory() {
    Path source = Fixtures.model("llama-grouped");
    try (CausalLm lm = CausalLm.load(runtime, source, ModelOptions.frozen());
        SequenceClassifier fromMemory =
            SequenceClassifier.fromBackbone(lm, RandomStream.of(1), ModelOptions.frozen());
        SequenceClassifier fromDirectory =
            SequenceClassifier.fromBackbone(
                runtime, source, RandomStream.of(1), ModelOptions.frozen())) {
      assertThat(fromMemory.evaluate(GROUPS)).isDeepEqualTo(fromDirectory.evaluate(GROUPS));
    }
  }

  @Test
  void weightsInBfloat16ComputeAsTheirRoundedValuesInFp32() throws IOException {
    try (CausalLm model = CausalLm.load(runtime, Fixtures.model("llama-grouped"), TRAINABLE)) {
      model.save(directory, Dtype.BF16);
      assertThat(Files.readString(directory.resolve("config.json"))).contains("bfloat16");
      assertThat(Files.size(directory.resolve("model.safetensors")))
          .isLessThan(Files.size(Fixtures.model("llama-grouped").resolve("model.safetensors")));
      for (String name : model.parameters().names()) {
        float[] values = model.parameters().values(name);
        for (int i = 0; i < values.length; i++) {
          int bits = Float.floatToRawIntBits(values[i]);
          values[i] = Float.intBitsToFloat((bits + 0x7FFF + ((bits >>> 16) & 1)) & 0xFFFF0000);
        }
        model.parameters().set(name, values);
      }
      try (CausalLm again = CausalLm.load(runtime, directory, TRAINABLE)) {
        assertThat(again.evaluate(GROUPS)).isDeepEqualTo(model.evaluate(GROUPS));
        train(model, 2);
        train(again, 2);
        assertThat(again.evaluate(GROUPS)).isDeepEqualTo(model.evaluate(GROUPS));
      }
    }
  }

  @Test
  void trainingContinuesFromASavedStateBitForBit() throws IOException {
    LmConfig config = Fixtures.tinyNeox();
    try (CausalLm model = CausalLm.random(runtime, config, RandomStream.of(1), TRAINABLE);
        CausalLm resumed = CausalLm.random(runtime, config, RandomStream.of(2), TRAINABLE)) {
      train(model, 3);
      model.saveState(directory);
      train(model, 3);
      resumed.restoreState(directory);
      train(resumed, 3);
      assertThat(resumed.evaluate(GROUPS)).isDeepEqualTo(model.evaluate(GROUPS));
    }
  }

  @Test
  void aTensorOfAnotherShapeIsNamed() throws IOException {
    Path source = Fixtures.model("neox-parallel");
    Files.copy(source.resolve("model.safetensors"), directory.resolve("model.safetensors"));
    Files.writeString(
        directory.resolve("config.json"),
        Files.readString(source.resolve("config.json"))
            .replace("\"intermediate_size\": 40", "\"intermediate_size\": 44"));
    assertThatThrownBy(() -> CausalLm.load(runtime, directory, ModelOptions.frozen()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("gpt_neox.layers.0.mlp.dense_h_to_4h.weight")
        .hasMessageContaining("model.safetensors");
  }

  @Test
  void sequencesThatDoNotFitTheModelAreRefused() {
    try (CausalLm model =
        CausalLm.random(runtime, Fixtures.tinyNeox(), RandomStream.of(1), TRAINABLE)) {
      TokenSequence tooLong = new TokenSequence(new int[40], new int[25]);
      assertThatThrownBy(() -> model.evaluate(List.of(List.of(tooLong))))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("prompt of 40 and completion of 25 tokens")
          .hasMessageContaining("64 positions");
      TokenSequence unknown = new TokenSequence(new int[] {48}, new int[] {1});
      assertThatThrownBy(() -> model.evaluate(List.of(List.of(unknown))))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("token id 48");
    }
  }
}
