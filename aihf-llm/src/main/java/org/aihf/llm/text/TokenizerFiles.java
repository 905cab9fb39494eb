package org.aihf.llm.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.aihf.UserError;
import org.aihf.run.AtomicFiles;
import org.aihf.run.FileErrors;

/** What the JSON files of a tokenizer's directory say about ids. */
final class TokenizerFiles {
  /** Parts of {@code tokenizer.json} that do not change the ids of a text. */
  private static final List<String> NOT_IDS =
      List.of("version", "truncation", "padding", "decoder");

  private static final long LARGEST_FILE = 256 << 20;

  private static final List<String> COPIED =
      List.of(
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.json",
          "merges.txt",
          "vocab.txt",
          "chat_template.jinja");

  private final Path directory;
  private final JsonNode tokenizer;
  private final JsonNode settings;

  /** Read now, so that a run can export what it began with whatever happens to the directory. */
  private final Map<String, byte[]> copies = new LinkedHashMap<>();

  TokenizerFiles(Path directory) {
    this.directory = directory;
    this.tokenizer = read(directory.resolve("tokenizer.json"));
    if (!tokenizer.path("model").isObject()) {
      throw new UserError(
          directory.resolve("tokenizer.json")
              + " is missing or has no \"model\"; a tokenizer is a Hugging Face tokenizer.json");
    }
    TokenizerCheck.check(directory.resolve("tokenizer.json"), tokenizer);
    this.settings = read(directory.resolve("tokenizer_config.json"));
    for (String name : COPIED) {
      Path file = directory.resolve(name);
      if (Files.isRegularFile(file)) {
        copies.put(name, bytes(file));
      }
    }
  }

  private static byte[] bytes(Path file) {
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new UserError(file + " is larger than 256 MB: this is no tokenizer");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw FileErrors.cannot("read", file, e);
    }
  }

  private static JsonNode read(Path file) {
    if (!Files.isRegularFile(file)) {
      return MissingNode.getInstance();
    }
    try {
      return new ObjectMapper().readTree(bytes(file));
    } catch (JsonProcessingException e) {
      throw new UserError(file + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UserError(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** {@code tokenizer.json} as it was checked, without truncation and padding. */
  byte[] checkedTokenizer() throws IOException {
    ObjectNode checked = ((ObjectNode) tokenizer).objectNode();
    checked.setAll((ObjectNode) tokenizer);
    checked.remove(List.of("truncation", "padding"));
    return new ObjectMapper().writeValueAsBytes(checked);
  }

  /** One more than the largest id. */
  int vocabularySize() {
    int size = 0;
    JsonNode vocabulary = tokenizer.path("model").path("vocab");
    if (vocabulary.isArray()) {
      size = vocabulary.size();
    }
    for (JsonNode id : vocabulary.isObject() ? vocabulary : List.<JsonNode>of()) {
      size = Math.max(size, id.asInt() + 1);
    }
    for (JsonNode added : tokenizer.path("added_tokens")) {
      size = Math.max(size, added.path("id").asInt() + 1);
    }
    return size;
  }

  /** Every id that ends a sequence, the tokenizer's own first. */
  List<Integer> stopIds() {
    Set<Integer> ids = new LinkedHashSet<>();
    special("eos_token").ifPresent(ids::add);
    for (String name : List.of("config.json", "generation_config.json")) {
      JsonNode eos = read(directory.resolve(name)).path("eos_token_id");
      if (eos.isInt()) {
        ids.add(eos.asInt());
      }
      eos.forEach(each -> ids.add(each.asInt()));
    }
    return new ArrayList<>(ids);
  }

  /** Id of a special token that {@code tokenizer_config.json} names. */
  OptionalInt special(String key) {
    JsonNode token = settings.path(key);
    String content = token.isObject() ? token.path("content").asText() : token.asText();
    if (content.isEmpty()) {
      return OptionalInt.empty();
    }
    for (JsonNode added : tokenizer.path("added_tokens")) {
      if (added.path("content").asText().equals(content)) {
        return OptionalInt.of(added.path("id").asInt());
      }
    }
    JsonNode id = tokenizer.path("model").path("vocab").path(content);
    return id.isInt() ? OptionalInt.of(id.asInt()) : OptionalInt.empty();
  }

  String fingerprint() {
    ObjectNode ids = tokenizer.deepCopy();
    ids.remove(NOT_IDS);
    ObjectMapper sorted =
        new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
    try {
      byte[] bytes = sorted.writeValueAsBytes(sorted.treeToValue(ids, Object.class));
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new AssertionError("JSON stays JSON and every Java has SHA-256", e);
    }
  }

  void copyTo(Path target) throws IOException {
    Files.createDirectories(target);
    copies.forEach(
        (name, content) -> AtomicFiles.write(target.resolve(name), out -> out.write(content)));
  }
}
