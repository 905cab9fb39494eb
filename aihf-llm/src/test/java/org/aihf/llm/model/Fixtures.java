package org.aihf.llm.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;

/**
 * Checkpoints that src/test/python/make_fixtures.py wrote, with what transformers makes of them.
 */
public final class Fixtures {
  private Fixtures() {}

  /** One input and what transformers computes. */
  public record Expected(TokenSequence sequence, double[] values, int[] greedy) {}

  public static Path directory(String name) {
    try {
      return Path.of(Fixtures.class.getResource("/org/aihf/llm/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  public static Path model(String name) {
    return directory("models/" + name);
  }

  public static List<Expected> expected(Path directory, String values) throws IOException {
    JsonNode root = new ObjectMapper().readTree(directory.resolve("expected.json").toFile());
    List<Expected> all = new ArrayList<>();
    for (JsonNode each : root) {
      TokenSequence sequence =
          new TokenSequence(ids(each.get("prompt")), ids(each.get("completion")));
      double[] numbers =
          StreamSupport.stream(each.get(values).spliterator(), false)
              .mapToDouble(JsonNode::asDouble)
              .toArray();
      all.add(new Expected(sequence, numbers, ids(each.path("greedy"))));
    }
    return all;
  }

  public static int[] ids(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }

  /** A Pythia shape with weights large enough to make differences visible. */
  public static LmConfig tinyNeox() {
    return new GptNeoxConfig(
        48,
        16,
        2,
        2,
        40,
        64,
        0.4,
        false,
        List.of(1),
        OptionalInt.of(1),
        OptionalInt.empty(),
        1e-5,
        0.25,
        10_000,
        true,
        true);
  }

  public static LmConfig tinyLlama() {
    return llama(LlamaConfig.Family.LLAMA, false, OptionalInt.empty());
  }

  /** Looks back at three tokens. */
  public static LmConfig tinyMistral() {
    return llama(LlamaConfig.Family.MISTRAL, false, OptionalInt.of(3));
  }

  public static LmConfig tinyQwen2() {
    return llama(LlamaConfig.Family.QWEN2, true, OptionalInt.empty());
  }

  private static LmConfig llama(
      LlamaConfig.Family family, boolean attentionBias, OptionalInt slidingWindow) {
    return new LlamaConfig(
        family,
        48,
        16,
        2,
        4,
        2,
        6,
        24,
        64,
        0.4,
        true,
        List.of(1),
        OptionalInt.of(2),
        OptionalInt.empty(),
        1e-6,
        10_000,
        attentionBias,
        false,
        slidingWindow);
  }

  public static LmConfig tinyGpt2() {
    return new Gpt2Config(
        48, 16, 2, 2, 24, 64, 0.4, true, List.of(1), OptionalInt.of(1), OptionalInt.empty(), 1e-5);
  }

  public static LmConfig tinyBert(BertConfig.Family family) {
    int types = family == BertConfig.Family.BERT ? 2 : 0;
    return new BertConfig(family, 48, 16, 2, 2, 24, 64, 0.4, OptionalInt.of(0), 1e-12, types);
  }

  /** One of every family that generates. */
  public static List<LmConfig> causal() {
    return List.of(tinyNeox(), tinyLlama(), tinyMistral(), tinyQwen2(), tinyGpt2());
  }
}
