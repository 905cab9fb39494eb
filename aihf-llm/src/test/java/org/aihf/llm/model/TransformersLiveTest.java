package org.aihf.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aihf.llm.generate.Generation;
import org.aihf.llm.generate.GenerationConfig;
import org.aihf.llm.generate.Generator;
import org.aihf.llm.text.Tokenizer;
import org.aihf.random.RandomStream;
import org.aihf.torch.AdamWConfig;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Exported checkpoints and a real one against transformers itself, where the reference kit is
 * installed.
 */
@Tag("slow")
class TransformersLiveTest {
  private static final Path KIT = Path.of(System.getProperty("user.home"), ".cache/aihf-reference");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  private static JsonNode ask(List<Map<String, Object>> jobs) throws IOException {
    Path python = KIT.resolve("venv/bin/python");
    assumeTrue(Files.isExecutable(python), "reference kit is not installed");
    Process process =
        new ProcessBuilder(python.toString(), "src/test/python/agree.py")
            .redirectErrorStream(true)
            .start();
    try (var in = process.getOutputStream()) {
      JSON.writeValue(in, jobs);
    }
    String output = new String(process.getInputStream().readAllBytes());
    String result =
        output.lines().filter(line -> line.startsWith("RESULT ")).findFirst().orElse("");
    assertThat(result).as(output).isNotEmpty();
    return JSON.readTree(result.substring("RESULT ".length()));
  }

  private static Map<String, Object> job(
      Path model, String kind, List<TokenSequence> sequences, int newTokens) {
    List<Object> inputs = new ArrayList<>();
    for (TokenSequence s : sequences) {
      inputs.add(Map.of("prompt", s.prompt(), "completion", s.completion()));
    }
    return Map.of(
        "directory", model.toString(), "kind", kind, "sequences", inputs, "new_tokens", newTokens);
  }

  private static void assertSame(JsonNode expected, double[][] actual) {
    assertThat(actual).hasNumberOfRows(expected.size());
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).hasSize(expected.get(i).size());
      for (int t = 0; t < actual[i].length; t++) {
        assertThat(actual[i][t]).isCloseTo(expected.get(i).get(t).asDouble(), within(1e-4));
      }
    }
  }

  @Test
  void trainedAndExportedCheckpointsScoreTheSameInTransformers() throws IOException {
    List<TokenSequence> sequences =
        List.of(
            new TokenSequence(new int[] {5, 9, 11}, new int[] {7, 8, 1}),
            new TokenSequence(new int[] {4}, new int[] {20, 21, 22, 23, 1}),
            new TokenSequence(new int[] {30, 31, 32}, new int[] {33}));
    ModelOptions options = ModelOptions.trainable(AdamWConfig.defaults());
    List<Map<String, Object>> jobs = new ArrayList<>();
    List<double[][]> scores = new ArrayList<>();
    try (TorchRuntime runtime = TestDevice.open()) {
      for (LmConfig config : Fixtures.causal()) {
        Path target = directory.resolve("lm" + jobs.size());
        try (CausalLm lm = CausalLm.random(runtime, config, RandomStream.of(3), options);
            SequenceClassifier classifier =
                SequenceClassifier.fromBackbone(lm, RandomStream.of(4), options)) {
          lm.accumulate(List.of(sequences.subList(0, 1)), (g, s) -> new double[][] {{-1, -1, -1}});
          lm.step(1e-2);
          lm.save(target);
          scores.add(lm.evaluate(List.of(sequences))[0]);
          jobs.add(job(target, "causal", sequences, 4));
          classifier.accumulate(List.of(sequences.subList(0, 1)), (g, s) -> new double[][] {{-1}});
          classifier.step(1e-2);
          Path reward = directory.resolve("reward" + jobs.size());
          classifier.save(reward, 0);
          scores.add(classifier.evaluate(List.of(sequences))[0]);
          jobs.add(job(reward, "classifier", sequences, 0));
        }
      }
    }
    try (TorchRuntime runtime = TestDevice.open()) {
      for (BertConfig.Family family : BertConfig.Family.values()) {
        try (SequenceClassifier classifier =
            SequenceClassifier.random(
                runtime, Fixtures.tinyBert(family), RandomStream.of(4), options)) {
          classifier.accumulate(List.of(sequences.subList(0, 1)), (g, s) -> new double[][] {{-1}});
          classifier.step(1e-2);
          Path reward = directory.resolve("reward" + jobs.size());
          classifier.save(reward, 0);
          scores.add(classifier.evaluate(List.of(sequences))[0]);
          jobs.add(job(reward, "classifier", sequences, 0));
        }
      }
    }
    JsonNode results = ask(jobs);
    for (int i = 0; i < jobs.size(); i++) {
      assertSame(results.get(i).get("values"), scores.get(i));
    }
  }

  @Test
  void aRealModelsLogProbabilitiesAndGreedyIdsAreThoseOfTransformers() throws IOException {
    Path model = KIT.resolve("smollm2-135m-instruct");
    assumeTrue(Files.isDirectory(model), "reference kit is not installed");
    List<TokenSequence> sequences = new ArrayList<>();
    double[][] scores;
    List<List<Generation>> greedy;
    try (TorchRuntime runtime = TorchRuntime.cpu(2);
        Tokenizer tokenizer = Tokenizer.load(model);
        CausalLm lm = CausalLm.load(runtime, model, ModelOptions.frozen())) {
      sequences.add(tokenizer.encode("The old river carries", " a small warm light.", true));
      sequences.add(tokenizer.encode("The old river carries", "\n\nstones, 日本語 🙂", false));
      sequences.add(tokenizer.encode("What is the capital of Italy? It is", " Rome.", true));
      scores = lm.evaluate(List.of(sequences))[0];
      greedy =
          new Generator(lm, tokenizer.vocabularySize())
              .generate(
                  sequences.stream().map(TokenSequence::prompt).toList(),
                  GenerationConfig.greedy(12, Set.copyOf(tokenizer.stopIds())),
                  RandomStream.of(1));
    }
    JsonNode result = ask(List.of(job(model, "causal", sequences, 12))).get(0);
    assertSame(result.get("values"), scores);
    for (int i = 0; i < sequences.size(); i++) {
      assertThat(greedy.get(i).get(0).ids())
          .containsExactly(Fixtures.ids(result.get("greedy").get(i)));
    }
  }
}
