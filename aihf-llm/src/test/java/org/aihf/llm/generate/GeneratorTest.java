package org.aihf.llm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.aihf.UserError;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.Fixtures;
import org.aihf.llm.model.GptNeoxConfig;
import org.aihf.llm.model.LlamaConfig;
import org.aihf.llm.model.LmConfig;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.model.TokenSequence;
import org.aihf.random.RandomStream;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratorTest {
  private static final int VOCABULARY = 48;
  private static final List<int[]> PROMPTS =
      List.of(
          new int[] {5, 9, 11}, new int[] {40}, new int[] {7, 7, 8, 20, 21, 9}, new int[] {12, 13});

  private static TorchRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = TestDevice.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  static List<LmConfig> shapes() {
    return Fixtures.causal();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void asManyAnswersAtOnceAsTheCacheHolds(LmConfig config) {
    try (CausalLm model = model(config)) {
      int keyValueHeads =
          config instanceof LlamaConfig llama ? llama.keyValueHeads() : config.heads();
      long answer = 2L * 100 * config.layers() * keyValueHeads * config.headSize() * Float.BYTES;
      assertThat(model.cacheRows(100)).isEqualTo((int) (runtime.cacheBytes() / answer));
      assertThat(model.cacheRows(Long.MAX_VALUE / answer)).isEqualTo(1);
    }
  }

  private static CausalLm model(LmConfig config) {
    return CausalLm.random(runtime, config, RandomStream.of(3), ModelOptions.frozen());
  }

  private static GenerationConfig config(
      int tokens, double temperature, int topK, double topP, int samples) {
    return new GenerationConfig(tokens, temperature, topK, topP, samples, false, Set.of(1), false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "neox-parallel",
        "neox-serial-old-keys",
        "llama-grouped",
        "llama-biased",
        "mistral-window",
        "mistral-old-keys",
        "qwen2-tied",
        "gpt2-inner"
      })
  void greedyAnswersAreThoseOfTransformers(String name) throws IOException {
    try (CausalLm model = CausalLm.load(runtime, Fixtures.model(name), ModelOptions.frozen())) {
      List<Fixtures.Expected> expected = Fixtures.expected(Fixtures.model(name), "log_probs");
      List<int[]> prompts = expected.stream().map(e -> e.sequence().prompt()).toList();
      List<List<Generation>> answers =
          new Generator(model, VOCABULARY)
              .generate(prompts, GenerationConfig.greedy(8, Set.of(1)), RandomStream.of(1));
      for (int i = 0; i < expected.size(); i++) {
        assertThat(answers.get(i)).hasSize(1);
        assertThat(answers.get(i).get(0).ids()).containsExactly(expected.get(i).greedy());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void logProbabilitiesOfSamplingAreThoseOfScoring(LmConfig shape) {
    try (CausalLm model = model(shape)) {
      List<List<Generation>> answers =
          new Generator(model, VOCABULARY)
              .generate(PROMPTS, config(30, 1, 0, 1, 5), RandomStream.of(7));
      int stopped = 0;
      for (int p = 0; p < PROMPTS.size(); p++) {
        List<TokenSequence> group = new ArrayList<>();
        for (Generation answer : answers.get(p)) {
          group.add(new TokenSequence(PROMPTS.get(p), answer.ids()));
          stopped += answer.stopped() ? 1 : 0;
          assertThat(answer.stopped() || answer.ids().length == 30).isTrue();
        }
        double[][] scores = model.evaluate(List.of(group))[0];
        for (int s = 0; s < group.size(); s++) {
          assertThat(answers.get(p).get(s).logProbs()).containsExactly(scores[s], within(1e-4));
        }
      }
      assertThat(stopped).as("answers that left the batch early").isBetween(1, 19);
    }
  }

  @Test
  void answersDoNotDependOnWhatElseIsInTheBatch() {
    try (CausalLm model = model(Fixtures.tinyNeox())) {
      Generator generator = new Generator(model, VOCABULARY);
      GenerationConfig three = config(20, 0.8, 0, 1, 3);
      List<List<Generation>> all = generator.generate(PROMPTS, three, RandomStream.of(7));
      List<List<Generation>> first =
          generator.generate(
              PROMPTS.subList(0, 1), three.withSamplesPerPrompt(1), RandomStream.of(7));
      assertThat(first.get(0).get(0).ids()).containsExactly(all.get(0).get(0).ids());
      assertThat(all.get(0).get(1).ids()).isNotEqualTo(all.get(0).get(0).ids());
      assertThat(generator.generate(PROMPTS, three, RandomStream.of(7))).isEqualTo(all);
      assertThat(generator.generate(PROMPTS, three, RandomStream.of(8))).isNotEqualTo(all);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.7})
  void sampledFrequenciesAreTheModelsProbabilities(double temperature) {
    try (CausalLm model = model(Fixtures.tinyNeox())) {
      int draws = 20_000;
      int[] prompt = PROMPTS.get(0);
      List<Generation> answers =
          new Generator(model, VOCABULARY)
              .generate(List.of(prompt), config(1, temperature, 0, 1, draws), RandomStream.of(1))
              .get(0);
      double[] probability = nextProbabilities(model, prompt, temperature, VOCABULARY);
      double[] frequency = new double[VOCABULARY];
      for (Generation answer : answers) {
        int id = answer.ids()[0];
        frequency[id] += 1.0 / draws;
        assertThat(answer.logProbs()[0]).isCloseTo(Math.log(probability[id]), within(1e-4));
      }
      for (int id = 0; id < VOCABULARY; id++) {
        double deviation = Math.sqrt(probability[id] * (1 - probability[id]) / draws);
        assertThat(frequency[id]).isCloseTo(probability[id], within(5 * deviation + 1e-9));
      }
    }
  }

  @Test
  void blocksOfALargeVocabularyAreSampledByTheirProbability() {
    int vocabulary = 700;
    int limit = 600;
    LmConfig shape =
        new GptNeoxConfig(
            vocabulary,
            16,
            2,
            2,
            40,
            64,
            0.7,
            false,
            List.of(1),
            OptionalInt.empty(),
            OptionalInt.empty(),
            1e-5,
            0.25,
            10_000,
            true,
            true);
    try (CausalLm model = model(shape)) {
      int draws = 20_000;
      int[] prompt = PROMPTS.get(0);
      double[] probability = nextProbabilities(model, prompt, 1, vocabulary);
      double mass = Arrays.stream(probability).limit(limit).sum();
      double[] frequency = new double[limit];
      for (Generation answer :
          new Generator(model, limit)
              .generate(List.of(prompt), config(1, 1, 0, 1, draws), RandomStream.of(1))
              .get(0)) {
        frequency[answer.ids()[0]] += 1.0 / draws;
        assertThat(answer.logProbs()[0])
            .isCloseTo(Math.log(probability[answer.ids()[0]]), within(1e-4));
      }
      for (int id = 0; id < limit; id++) {
        double expected = probability[id] / mass;
        double deviation = Math.sqrt(expected * (1 - expected) / draws);
        assertThat(frequency[id]).isCloseTo(expected, within(5.5 * deviation + 2e-4));
      }
    }
  }

  private static double[] nextProbabilities(
      CausalLm model, int[] prompt, double temperature, int size) {
    List<TokenSequence> group = new ArrayList<>();
    for (int id = 0; id < size; id++) {
      group.add(new TokenSequence(prompt, new int[] {id}));
    }
    double[][] scores = model.evaluate(List.of(group))[0];
    double[] weights =
        Arrays.stream(scores).mapToDouble(s -> Math.exp(s[0] / temperature)).toArray();
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(w -> w / sum).toArray();
  }

  @Test
  void topKAndTopPKeepTheMostLikelyTokens() {
    try (CausalLm model = model(Fixtures.tinyNeox())) {
      int[] prompt = PROMPTS.get(2);
      double[] probability = nextProbabilities(model, prompt, 1, VOCABULARY);
      int[] order =
          java.util.stream.IntStream.range(0, VOCABULARY)
              .boxed()
              .sorted((a, b) -> Double.compare(probability[b], probability[a]))
              .mapToInt(Integer::intValue)
              .toArray();
      double mass = 0;
      int nucleus = 0;
      while (mass < 0.6) {
        mass += probability[order[nucleus++]];
      }
      assertThat(sampledIds(model, prompt, 3, 1)).hasSize(3).isSubsetOf(set(order, 3));
      assertThat(sampledIds(model, prompt, 0, 0.6)).isEqualTo(set(order, nucleus));
      assertThat(sampledIds(model, prompt, 1, 0.6)).isEqualTo(set(order, 1));
    }
  }

  private static Set<Integer> set(int[] order, int size) {
    return new java.util.HashSet<>(Arrays.stream(order).limit(size).boxed().toList());
  }

  private static Set<Integer> sampledIds(CausalLm model, int[] prompt, int topK, double topP) {
    Set<Integer> ids = new java.util.HashSet<>();
    new Generator(model, VOCABULARY)
        .generate(List.of(prompt), config(1, 1, topK, topP, 3000), RandomStream.of(2))
        .get(0)
        .forEach(answer -> ids.add(answer.ids()[0]));
    return ids;
  }

  @Test
  void idsBeyondTheTokenizerAreNeverSampled() {
    try (CausalLm model = model(Fixtures.tinyNeox())) {
      double[] probability = nextProbabilities(model, PROMPTS.get(0), 1, VOCABULARY);
      for (GenerationConfig config :
          List.of(
              config(1, 1, 0, 1, 2000),
              config(1, 1, 20, 1, 2000),
              config(1, 1, 0, 0.99, 2000),
              GenerationConfig.greedy(1, Set.of()))) {
        for (Generation answer :
            new Generator(model, 5)
                .generate(PROMPTS.subList(0, 1), config, RandomStream.of(4))
                .get(0)) {
          int id = answer.ids()[0];
          assertThat(id).isLessThan(5);
          assertThat(answer.logProbs()[0]).isCloseTo(Math.log(probability[id]), within(1e-4));
        }
      }
    }
  }

  @Test
  void ignoredStopIdsAndTheContextsEndLimitAnswers() {
    try (CausalLm model = model(Fixtures.tinyNeox())) {
      GenerationConfig config =
          new GenerationConfig(100, 1, 0, 1, 8, false, Set.of(1, 2, 3, 4), true);
      for (Generation answer :
          new Generator(model, VOCABULARY)
              .generate(PROMPTS.subList(0, 1), config, RandomStream.of(4))
              .get(0)) {
        assertThat(answer.ids()).hasSize(64 - 3);
        assertThat(answer.stopped()).isFalse();
      }
    }
  }

  @Test
  void promptsThatCannotBeAnsweredAreRefused() {
    try (CausalLm model = model(Fixtures.tinyNeox())) {
      Generator generator = new Generator(model, VOCABULARY);
      GenerationConfig config = GenerationConfig.greedy(4, Set.of(1));
      assertThatThrownBy(() -> generator.generate(List.of(new int[0]), config, RandomStream.of(1)))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("prompt 0 is empty");
      assertThatThrownBy(() -> generator.generate(List.of(new int[64]), config, RandomStream.of(1)))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("64 tokens")
          .hasMessageContaining("context of 64");
    }
  }

  @Test
  void impossibleOptionsAreNamed() {
    assertThatThrownBy(() -> config(0, 1, 0, 1, 1))
        .isInstanceOf(UserError.class)
        .hasMessage("option max_new_tokens is 0; it must be at least 1");
    assertThatThrownBy(() -> config(1, 0, 0, 1, 1)).hasMessageContaining("temperature is 0.0");
    assertThatThrownBy(() -> config(1, 1, -1, 1, 1)).hasMessageContaining("top_k is -1");
    assertThatThrownBy(() -> config(1, 1, 0, 1.5, 1)).hasMessageContaining("top_p is 1.5");
  }
}
