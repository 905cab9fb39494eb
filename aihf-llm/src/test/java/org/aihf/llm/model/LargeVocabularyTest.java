package org.aihf.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.aihf.random.RandomStream;
import org.aihf.score.ScoreModel;
import org.aihf.torch.AdamWConfig;
import org.aihf.torch.ParameterSet;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.Test;

/** Vocabularies of many slices, and more logits than are kept between scores and gradient. */
class LargeVocabularyTest {
  private static final int VOCABULARY = (1 << 16) + 77;
  private static final LmConfig CONFIG =
      new GptNeoxConfig(
          VOCABULARY,
          4,
          1,
          1,
          8,
          64,
          0.7,
          false,
          List.of(1),
          OptionalInt.empty(),
          OptionalInt.empty(),
          1e-5,
          0.5,
          10_000,
          true,
          true);

  @Test
  void recomputedLogitsGiveTheGradientOfKeptOnes() {
    List<TokenSequence> group = group(24, 25);
    ScoreModel.Coefficients rule = (g, scores) -> coefficients(scores);
    ModelOptions options = ModelOptions.trainable(AdamWConfig.defaults());
    try (TorchRuntime runtime = TestDevice.open();
        CausalLm whole = CausalLm.random(runtime, CONFIG, RandomStream.of(5), options);
        CausalLm parts = CausalLm.random(runtime, CONFIG, RandomStream.of(5), options)) {
      whole.accumulate(List.of(group), rule);
      group.forEach(sequence -> parts.accumulate(List.of(List.of(sequence)), rule));
      for (String name : whole.parameters().names()) {
        assertClose(name, whole.parameters(), parts.parameters());
      }
      double[][] together = whole.evaluate(List.of(group))[0];
      for (int m = 0; m < together.length; m++) {
        double[] alone = parts.evaluate(List.of(List.of(group.get(m))))[0][0];
        assertThat(together[m]).containsExactly(alone, within(1e-4));
      }
    }
  }

  private static void assertClose(String name, ParameterSet left, ParameterSet right) {
    float[] expected = left.gradient(name).orElseThrow();
    float[] actual = right.gradient(name).orElseThrow();
    double worst = 0;
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs(expected[i] - actual[i]));
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    assertThat(largest).as(name).isPositive();
    assertThat(worst).as(name).isLessThan(1e-4 * (1 + largest));
  }

  private static List<TokenSequence> group(int size, int length) {
    RandomStream random = RandomStream.of(2);
    List<TokenSequence> group = new ArrayList<>();
    for (int m = 0; m < size; m++) {
      int[] completion = new int[length];
      for (int t = 0; t < length; t++) {
        completion[t] = random.nextInt(VOCABULARY);
      }
      group.add(new TokenSequence(new int[] {1, 2, 3}, completion));
    }
    return group;
  }

  /** The same for a sequence alone as for all of them. */
  private static double[][] coefficients(double[][] scores) {
    double[][] c = new double[scores.length][];
    for (int m = 0; m < c.length; m++) {
      c[m] = new double[scores[m].length];
      for (int t = 0; t < c[m].length; t++) {
        c[m][t] = Math.cos(t);
      }
    }
    return c;
  }
}
