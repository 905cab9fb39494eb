package org.aihf.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.aihf.random.RandomStream;
import org.aihf.score.ScoreModel;
import org.aihf.torch.AdamWConfig;
import org.aihf.torch.ParameterSet;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradientTest {
  /**
   * DistilBERT's head has a ReLU, which no difference quotient across its kink can follow: half of
   * its units are put well on one side, half on the other.
   */
  private static final String RELU_BIAS = "pre_classifier.bias";

  private static final ModelOptions TRAINABLE = ModelOptions.trainable(AdamWConfig.defaults());

  /** Pairs that share prompts, single sequences, repeated and empty completions. */
  private static final List<List<TokenSequence>> GROUPS =
      List.of(
          List.of(sequence("5 9 11", "7 8 1"), sequence("5 9 11", "30 31 32 33 34")),
          List.of(sequence("40", "41 42")),
          List.of(sequence("6 6 6 6", "6"), sequence("20 21", "22"), sequence("20 21", "")),
          List.of(sequence("4 5 6 7 8 9 10 11", "12 1"), sequence("4 5 6 7 8 9 10 11", "12 1")),
          List.of(sequence("", "13 14 15")));

  private static TorchRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = TestDevice.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  private static TokenSequence sequence(String prompt, String completion) {
    return new TokenSequence(ids(prompt), ids(completion));
  }

  private static int[] ids(String text) {
    return Arrays.stream(text.split(" "))
        .filter(word -> !word.isEmpty())
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  /** Every kind of network, with options. */
  interface Kind {
    ScoreModel<TokenSequence> make(ModelOptions options);
  }

  static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new TreeMap<>();
    for (LmConfig config : Fixtures.causal()) {
      kinds.put(
          "causal " + name(config),
          options -> CausalLm.random(runtime, config, RandomStream.of(5), options));
      kinds.put("values " + name(config), options -> values(config, options));
      kinds.put(
          "entropies " + name(config),
          options -> new Entropies(CausalLm.random(runtime, config, RandomStream.of(5), options)));
    }
    for (LmConfig config :
        List.of(
            Fixtures.tinyNeox(),
            Fixtures.tinyLlama(),
            Fixtures.tinyGpt2(),
            Fixtures.tinyBert(BertConfig.Family.BERT),
            Fixtures.tinyBert(BertConfig.Family.DISTILBERT))) {
      kinds.put("classifier " + name(config), options -> classifier(config, options));
    }
    kinds.put(
        "score model",
        options -> SequenceClassifier.load(runtime, Fixtures.model("neox-score"), 1, options));
    return kinds;
  }

  private static SequenceClassifier classifier(LmConfig config, ModelOptions options) {
    SequenceClassifier model =
        SequenceClassifier.random(runtime, config, RandomStream.of(6), options);
    ParameterSet parameters = model.parameters();
    if (parameters.names().contains(RELU_BIAS)) {
      float[] bias = parameters.values(RELU_BIAS);
      for (int i = 0; i < bias.length; i++) {
        bias[i] = i % 2 == 0 ? 2 : -2;
      }
      parameters.set(RELU_BIAS, bias);
    }
    return model;
  }

  private static String name(LmConfig config) {
    if (config instanceof LlamaConfig llama) {
      return llama.family().name();
    }
    return config instanceof BertConfig bert ? bert.family().name() : config.getClass().getName();
  }

  static List<String> names() {
    return List.copyOf(kinds().keySet());
  }

  private static ParameterSet parameters(ScoreModel<TokenSequence> model) {
    if (model instanceof Entropies entropies) {
      return entropies.model.parameters();
    }
    if (model instanceof ValueModel values) {
      return values.parameters();
    }
    return model instanceof CausalLm lm
        ? lm.parameters()
        : ((SequenceClassifier) model).parameters();
  }

  private static ValueModel values(LmConfig config, ModelOptions options) {
    try (CausalLm policy = CausalLm.random(runtime, config, RandomStream.of(5), options);
        SequenceClassifier reward =
            SequenceClassifier.fromBackbone(policy, RandomStream.of(6), options)) {
      return ValueModel.fromReward(reward, policy, options);
    }
  }

  /** A language model whose scalars are log-probabilities and entropies. */
  private record Entropies(CausalLm model) implements ScoreModel<TokenSequence> {
    @Override
    public double[][][] evaluate(List<List<TokenSequence>> groups) {
      double[][][] result = new double[groups.size()][][];
      model.accumulateWithEntropy(
          groups,
          (group, scores) -> {
            result[group] = scores;
            return Arrays.stream(scores).map(s -> new double[s.length]).toArray(double[][]::new);
          });
      return result;
    }

    @Override
    public void accumulate(List<List<TokenSequence>> groups, Coefficients rule) {
      model.accumulateWithEntropy(groups, rule);
    }

    @Override
    public double step(double learningRate) {
      return model.step(learningRate);
    }

    @Override
    public void close() {
      model.close();
    }
  }

  /** A rule whose coefficients depend on the group and the scores' places alone. */
  private static double[][] coefficients(int group, double[][] scores) {
    double[][] c = new double[scores.length][];
    for (int m = 0; m < c.length; m++) {
      c[m] = new double[scores[m].length];
      for (int i = 0; i < c[m].length; i++) {
        c[m][i] = Math.sin(1 + group + 2.3 * m + 5.1 * i);
      }
    }
    return c;
  }

  private static double weightedSum(double[][][] scores) {
    double sum = 0;
    for (int g = 0; g < scores.length; g++) {
      double[][] c = coefficients(g, scores[g]);
      for (int m = 0; m < c.length; m++) {
        for (int i = 0; i < c[m].length; i++) {
          sum += c[m][i] * scores[g][m][i];
        }
      }
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("names")
  void accumulatedGradientsAreFiniteDifferences(String name) {
    try (ScoreModel<TokenSequence> model = kinds().get(name).make(TRAINABLE)) {
      ParameterSet parameters = parameters(model);
      model.accumulate(GROUPS, GradientTest::coefficients);
      Map<String, float[]> gradients = gradients(parameters);
      RandomStream random = RandomStream.of(1);
      for (String parameter : parameters.names()) {
        float[] values = parameters.values(parameter);
        float[] direction = new float[values.length];
        double expected = 0;
        for (int i = 0; i < values.length; i++) {
          direction[i] = (float) random.nextGaussian();
          expected += direction[i] * gradients.get(parameter)[i];
        }
        double scale = 2e-3 / Math.sqrt(values.length);
        double difference =
            weightedSum(at(model, parameter, values, direction, scale))
                - weightedSum(at(model, parameter, values, direction, -scale));
        at(model, parameter, values, direction, 0);
        assertThat(difference / (2 * scale))
            .as(parameter)
            .isCloseTo(expected, within(0.02 * Math.abs(expected) + 0.05));
      }
    }
  }

  private static double[][][] at(
      ScoreModel<TokenSequence> model, String name, float[] values, float[] direction, double t) {
    float[] moved = new float[values.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = (float) (values[i] + t * direction[i]);
    }
    parameters(model).set(name, moved);
    return model.evaluate(GROUPS);
  }

  private static Map<String, float[]> gradients(ParameterSet parameters) {
    Map<String, float[]> all = new TreeMap<>();
    for (String name : parameters.names()) {
      all.put(name, parameters.gradient(name).orElseThrow());
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("names")
  void howGroupsArePackedDoesNotChangeScoresOrGradients(String name) {
    try (ScoreModel<TokenSequence> whole = kinds().get(name).make(TRAINABLE);
        ScoreModel<TokenSequence> single =
            kinds().get(name).make(TRAINABLE.withMicroBatchTokens(1))) {
      whole.accumulate(GROUPS, GradientTest::coefficients);
      for (int g = 0; g < GROUPS.size(); g++) {
        int index = g;
        single.accumulate(List.of(GROUPS.get(g)), (group, scores) -> coefficients(index, scores));
      }
      Map<String, float[]> expected = gradients(parameters(whole));
      Map<String, float[]> actual = gradients(parameters(single));
      expected.forEach(
          (parameter, values) ->
              assertThat(actual.get(parameter))
                  .as(parameter)
                  .containsExactly(values, within(2e-4f)));
      double[][][] together = whole.evaluate(GROUPS);
      for (int g = 0; g < GROUPS.size(); g++) {
        for (int m = 0; m < GROUPS.get(g).size(); m++) {
          double[] alone = single.evaluate(List.of(List.of(GROUPS.get(g).get(m))))[0][0];
          assertThat(together[g][m]).containsExactly(alone, within(2e-5));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void fiftyStepsLeaveNoNativeArrayBehindAndLearn(String name) {
    try (ScoreModel<TokenSequence> model = kinds().get(name).make(TRAINABLE)) {
      List<List<TokenSequence>> one = GROUPS.subList(1, 2);
      double before = sum(model.evaluate(one));
      int arrays = 0;
      for (int step = 0; step < 50; step++) {
        model.accumulate(one, (group, scores) -> ones(scores));
        assertThat(model.step(1e-3)).isPositive();
        if (step == 1) {
          arrays = arrayCount();
        }
      }
      assertThat(arrayCount()).isEqualTo(arrays);
      assertThat(sum(model.evaluate(one))).isLessThan(before - 0.5);
    }
  }

  private static int arrayCount() {
    return runtime.manager().getManagedArrays().size();
  }

  private static double sum(double[][][] scores) {
    return Arrays.stream(scores[0]).flatMapToDouble(Arrays::stream).sum();
  }

  private static double[][] ones(double[][] scores) {
    return Arrays.stream(scores).map(s -> fill(s.length)).toArray(double[][]::new);
  }

  private static double[] fill(int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void theRuleIsAskedOncePerGroupWithThatGroupsScores() {
    try (CausalLm model =
        CausalLm.random(runtime, Fixtures.tinyNeox(), RandomStream.of(5), TRAINABLE)) {
      double[][][] scores = model.evaluate(GROUPS);
      List<Integer> asked = new ArrayList<>();
      model.accumulate(
          GROUPS,
          (group, given) -> {
            asked.add(group);
            for (int m = 0; m < given.length; m++) {
              assertThat(given[m]).containsExactly(scores[group][m], within(1e-5));
            }
            return coefficients(group, given);
          });
      assertThat(asked).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
      assertThat(scores[2][2]).isEmpty();
      assertThat(scores[4][0][0]).isZero();
    }
  }

  @Test
  void aCoefficientThatIsNotFiniteNamesItsGroup() {
    try (CausalLm model =
        CausalLm.random(runtime, Fixtures.tinyNeox(), RandomStream.of(5), TRAINABLE)) {
      assertThatThrownBy(
              () ->
                  model.accumulate(
                      GROUPS.subList(1, 2), (group, scores) -> new double[][] {{1, Double.NaN}}))
          .isInstanceOf(ArithmeticException.class)
          .hasMessage("coefficient 1 of member 0 of group 0 is NaN");
    }
  }

  @Test
  void aFrozenModelDoesNotTrain() {
    try (CausalLm model =
            CausalLm.random(runtime, Fixtures.tinyNeox(), RandomStream.of(5), TRAINABLE);
        CausalLm frozen = model.frozenCopy()) {
      double[][][] before = frozen.evaluate(GROUPS);
      model.accumulate(GROUPS, GradientTest::coefficients);
      model.step(0.1);
      assertThat(frozen.evaluate(GROUPS)).isDeepEqualTo(before);
      assertThat(model.evaluate(GROUPS)[0][0][0]).isNotEqualTo(before[0][0][0]);
      assertThatThrownBy(() -> frozen.step(0.1)).hasMessageContaining("frozen");
    }
  }
}
