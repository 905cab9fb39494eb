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
    return new LlamaConfig(
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
        false,
        false);
  }
}
