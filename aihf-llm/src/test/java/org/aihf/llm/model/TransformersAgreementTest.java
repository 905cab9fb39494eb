package org.aihf.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.aihf.UserError;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransformersAgreementTest {
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "neox-parallel",
        "neox-serial-old-keys",
        "neox-tied-no-bias",
        "llama-grouped",
        "llama-tied-old-keys",
        "llama-biased",
        "llama-bfloat16",
        "mistral-window",
        "mistral-old-keys",
        "qwen2-tied",
        "gpt2-inner",
        "gpt2-bare"
      })
  void logProbabilitiesAreThoseOfTransformers(String name) throws IOException {
    List<Fixtures.Expected> expected = Fixtures.expected(Fixtures.model(name), "log_probs");
    try (TorchRuntime runtime = TestDevice.open();
        CausalLm model = CausalLm.load(runtime, Fixtures.model(name), ModelOptions.frozen())) {
      double[][][] alone =
          model.evaluate(expected.stream().map(e -> List.of(e.sequence())).toList());
      double[][][] together =
          model.evaluate(List.of(expected.stream().map(Fixtures.Expected::sequence).toList()));
      for (int i = 0; i < expected.size(); i++) {
        assertThat(alone[i][0]).containsExactly(expected.get(i).values(), within(TOLERANCE));
        assertThat(together[0][i]).containsExactly(expected.get(i).values(), within(TOLERANCE));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "neox-classifier",
        "llama-classifier",
        "mistral-classifier",
        "gpt2-classifier",
        "distilbert-classifier",
        "bert-classifier",
        "llama-score",
        "neox-score"
      })
  void labelScoresAreThoseOfTransformers(String name) throws IOException {
    List<Fixtures.Expected> expected = Fixtures.expected(Fixtures.model(name), "scores");
    List<TokenSequence> sequences = expected.stream().map(Fixtures.Expected::sequence).toList();
    try (TorchRuntime runtime = TestDevice.open();
        SequenceClassifier model =
            SequenceClassifier.load(runtime, Fixtures.model(name), ModelOptions.frozen())) {
      double[][] labels = model.labelScores(sequences);
      double[][][] rewards = model.evaluate(List.of(sequences));
      for (int i = 0; i < expected.size(); i++) {
        double[] scores = expected.get(i).values();
        assertThat(labels[i]).containsExactly(scores, within(TOLERANCE));
        assertThat(rewards[0][i])
            .hasSize(1)
            .containsExactly(new double[] {scores[0]}, within(TOLERANCE));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"distilbert-classifier", "neox-score"})
  void theScalarIsTheChosenLabel(String name) throws IOException {
    List<Fixtures.Expected> expected = Fixtures.expected(Fixtures.model(name), "scores");
    List<TokenSequence> sequences = expected.stream().map(Fixtures.Expected::sequence).toList();
    try (TorchRuntime runtime = TestDevice.open();
        SequenceClassifier model =
            SequenceClassifier.load(runtime, Fixtures.model(name), 1, ModelOptions.frozen())) {
      double[][][] rewards = model.evaluate(List.of(sequences));
      for (int i = 0; i < expected.size(); i++) {
        assertThat(rewards[0][i][0]).isCloseTo(expected.get(i).values()[1], within(TOLERANCE));
      }
    }
  }

  @Test
  void aLabelThatAModelLacksAndAnEncoderAsAPolicyAreRefused() {
    try (TorchRuntime runtime = TestDevice.open()) {
      Path directory = Fixtures.model("distilbert-classifier");
      assertThatThrownBy(
              () -> SequenceClassifier.load(runtime, directory, 2, ModelOptions.frozen()))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("label 2 is none of the 2 of " + directory);
      assertThatThrownBy(() -> CausalLm.load(runtime, directory, ModelOptions.frozen()))
          .isInstanceOf(UserError.class)
          .hasMessageContaining(directory + " holds an encoder, which generates no text");
    }
  }
}
