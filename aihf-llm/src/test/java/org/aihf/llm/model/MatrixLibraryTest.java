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
    ModelOptions options = ModelOptions.trainable(AdamWConfig.defaults());
    try (TorchRuntime runtime = TorchRuntime.cpu(1);
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

  @Test
  void oneDnnIsForProcessorsAlone() {
    assertThat(MatrixLibrary.of(Device.gpu())).isEqualTo(MatrixLibrary.DEFAULT);
    System.setProperty(MatrixLibrary.PROPERTY, "false");
    assertThat(MatrixLibrary.of(Device.cpu())).isEqualTo(MatrixLibrary.DEFAULT);
    assertThat(MatrixLibrary.DEFAULT.source()).doesNotContain("mkldnn");
  }
}
