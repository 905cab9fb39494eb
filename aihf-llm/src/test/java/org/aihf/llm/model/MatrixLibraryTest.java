package org.aihf.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.aihf.llm.generate.Generation;
import org.aihf.llm.generate.GenerationConfig;
import org.aihf.llm.generate.Generator;
import org.aihf.random.RandomStream;
import org.aihf.torch.AdamWConfig;
import org.aihf.torch.ParameterSet;
import org.aihf.torch.Precision;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixLibraryTest {
  private static final int[] PROMPT = {5, 9, 11};
  private static final List<List<TokenSequence>> GROUPS =
      List.of(
          List.of(
              new TokenSequence(PROMPT, new int[] {7, 8, 1}),
              new TokenSequence(PROMPT, new int[] {30, 31, 32, 33, 34})),
          List.of(new TokenSequence(new int[] {40}, new int[] {41, 42})));

  @AfterEach
  void restore() {
    System.clearProperty(MatrixLibrary.PROPERTY);
  }

  /** Everything a model computes. */
  private record Results(
      double[][][] scores, Map<String, float[]> gradients, List<Generation> answers) {}

  private static Results compute(Path directory) {
    return compute(directory, Precision.FP32);
  }

  private static Results compute(Path directory, Precision precision) {
    ModelOptions options = ModelOptions.trainable(AdamWConfig.defaults());
    try (TorchRuntime runtime = TorchRuntime.open("cpu", 1, precision);
        CausalLm model = CausalLm.load(runtime, directory, options)) {
      double[][][] scores = model.evaluate(GROUPS);
      model.accumulate(GROUPS, (group, each) -> each);
      ParameterSet parameters = model.parameters();
      Map<String, float[]> gradients = new TreeMap<>();
      for (String name : parameters.names()) {
        gradients.put(name, parameters.gradient(name).orElseThrow());
      }
      // long enough to use packed weights
      GenerationConfig config = new GenerationConfig(30, 1.3, 0, 1, 2, false, Set.of(), true);
      List<Generation> answers = new ArrayList<>();
      new Generator(model, 48)
          .generate(List.of(PROMPT, new int[] {40}), config, RandomStream.of(3))
          .forEach(answers::addAll);
      return new Results(scores, gradients, answers);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"neox-parallel", "mistral-window", "gpt2-inner"})
  void bothLibrariesGiveTheSameScoresGradientsAndAnswers(String name) {
    Results usual = compute(Fixtures.model(name));
    System.setProperty(MatrixLibrary.PROPERTY, "false");
    Results plain = compute(Fixtures.model(name));
    for (int g = 0; g < GROUPS.size(); g++) {
      for (int m = 0; m < GROUPS.get(g).size(); m++) {
        assertThat(plain.scores()[g][m]).containsExactly(usual.scores()[g][m], within(1e-5));
      }
    }
    usual
        .gradients()
        .forEach(
            (weight, gradient) ->
                assertThat(plain.gradients().get(weight))
                    .as(weight)
                    .containsExactly(gradient, within(2e-3f)));
    for (int i = 0; i < usual.answers().size(); i++) {
      assertThat(plain.answers().get(i).ids()).containsExactly(usual.answers().get(i).ids());
      assertThat(plain.answers().get(i).logProbs())
          .containsExactly(usual.answers().get(i).logProbs(), within(1e-5));
    }
  }

  /** Rounding to 8 bits moves log-probabilities a little and turns no gradient. */
  @ParameterizedTest
  @ValueSource(strings = {"neox-parallel", "mistral-window", "gpt2-inner"})
  void bfloat16IsCloseToFp32AndTrainsFp32Weights(String name) {
    Results exact = compute(Fixtures.model(name));
    Results rounded = compute(Fixtures.model(name), Precision.BF16);
    for (int g = 0; g < GROUPS.size(); g++) {
      for (int m = 0; m < GROUPS.get(g).size(); m++) {
        assertThat(rounded.scores()[g][m])
            .isNotEqualTo(exact.scores()[g][m])
            .containsExactly(exact.scores()[g][m], within(0.1));
      }
    }
    exact
        .gradients()
        .forEach(
            (weight, gradient) -> {
              float[] other = rounded.gradients().get(weight);
              double norm = Math.sqrt(dot(gradient, gradient));
              if (norm > 1e-3) {
                double cosine = dot(gradient, other) / norm / Math.sqrt(dot(other, other));
                assertThat(cosine).as(weight).isGreaterThan(0.99);
              }
            });
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  @Test
  void oneDnnIsForProcessorsAlone() {
    assertThat(MatrixLibrary.of(Device.gpu(), Precision.BF16)).isEqualTo(MatrixLibrary.BF16);
    assertThat(MatrixLibrary.of(Device.gpu(), Precision.FP32)).isEqualTo(MatrixLibrary.DEFAULT);
    System.setProperty(MatrixLibrary.PROPERTY, "false");
    assertThat(MatrixLibrary.of(Device.cpu(), Precision.FP32)).isEqualTo(MatrixLibrary.DEFAULT);
    assertThat(MatrixLibrary.DEFAULT.source()).doesNotContain("mkldnn");
  }
}
