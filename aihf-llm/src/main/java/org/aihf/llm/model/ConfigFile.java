package org.aihf.llm.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.aihf.UserError;

/** Typed access to a {@code config.json}; every error names file, key and value. */
final class ConfigFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LARGEST_FILE = 16 << 20;

  private final Path file;
  private final JsonNode root;

  private ConfigFile(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  static ConfigFile read(Path directory) {
    Path file = directory.resolve("config.json");
    if (!Files.isRegularFile(file)) {
      throw new UserError(
          file
              + " does not exist; a model is a directory in Hugging Face layout (config.json, *.safetensors)");
    }
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new UserError(file + " is larger than 16 MB; this is no model configuration");
      }
      JsonNode root = JSON.readTree(file.toFile());
      if (root == null || !root.isObject()) {
        throw new UserError(file + " holds no JSON object");
      }
      return new ConfigFile(file, root);
    } catch (JsonProcessingException e) {
      throw new UserError(file + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UserError(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  UserError refuse(String key, Object value, String remedy) {
    return new UserError(file + ": \"" + key + "\" is " + value + "; " + remedy);
  }

  boolean has(String key) {
    return root.hasNonNull(key);
  }

  String text(String key) {
    JsonNode node = required(root, key, key);
    if (!node.isTextual()) {
      throw refuse(key, node, "it must be a text");
    }
    return node.asText();
  }

  boolean flag(String key, boolean absent) {
    JsonNode node = root.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return absent;
    }
    if (!node.isBoolean()) {
      throw refuse(key, node, "it must be true or false");
    }
    return node.asBoolean();
  }

  /** A whole number from 1 to {@code most}. */
  int size(String key, int most) {
    return size(required(root, key, key), key, most);
  }

  int size(String key, int most, int absent) {
    return has(key) ? size(root.get(key), key, most) : absent;
  }

  private int size(JsonNode node, String key, int most) {
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw refuse(key, node, "it must be a whole number");
    }
    if (node.asInt() < 1 || node.asInt() > most) {
      throw refuse(key, node, "it must be from 1 to " + most);
    }
    return node.asInt();
  }

  /** A positive number. */
  double positive(String key, double absent) {
    return has(key) ? positive(root.get(key), key) : absent;
  }

  private double positive(JsonNode node, String key) {
    if (!node.isNumber() || !(node.asDouble() > 0) || Double.isInfinite(node.asDouble())) {
      throw refuse(key, node, "it must be a positive number");
    }
    return node.asDouble();
  }

  /**
   * A number of rotary embeddings: under {@code rope_parameters} in newer files, at the top level
   * in older ones. Position scaling is refused.
   */
  double rotary(String newKey, String oldKey, double absent) {
    for (String group : List.of("rope_parameters", "rope_scaling")) {
      JsonNode node = root.path(group);
      if (node.isMissingNode() || node.isNull()) {
        continue;
      }
      String key = node.has("rope_type") ? "rope_type" : "type";
      String type = node.path(key).asText("default");
      if (!type.equals("default")) {
        throw refuse(group + "." + key, '"' + type + '"', "only \"default\" is supported");
      }
      if (node.hasNonNull(newKey)) {
        return positive(node.get(newKey), group + "." + newKey);
      }
    }
    return positive(oldKey, positive(newKey, absent));
  }

  /** Exactly {@code count} numbers. */
  double[] numbers(String key, int count) {
    JsonNode node = root.path(key);
    if (!node.isArray() || node.size() != count) {
      throw refuse(key, node, "it must be a list of " + count + " numbers");
    }
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      if (!node.get(i).isNumber()) {
        throw refuse(key, node, "it must be a list of " + count + " numbers");
      }
      numbers[i] = node.get(i).asDouble();
    }
    return numbers;
  }

  /** Whether {@code architectures} names a class that ends so. */
  boolean hasArchitecture(String suffix) {
    for (JsonNode architecture : root.path("architectures")) {
      if (architecture.asText().endsWith(suffix)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the key is there and null. */
  boolean isNull(String key) {
    return root.path(key).isNull();
  }

  OptionalInt id(String key) {
    List<Integer> ids = ids(key);
    return ids.isEmpty() ? OptionalInt.empty() : OptionalInt.of(ids.get(0));
  }

  /** Ids given as one number or a list; none when absent or null. */
  List<Integer> ids(String key) {
    List<Integer> ids = new ArrayList<>();
    JsonNode node = root.path(key);
    if (node.isArray()) {
      node.forEach(each -> ids.add(id(key, each)));
    } else if (!node.isMissingNode() && !node.isNull()) {
      ids.add(id(key, node));
    }
    return ids;
  }

  private int id(String key, JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToInt() || node.asInt() < -1) {
      throw refuse(key, node, "it must be a token id or a list of token ids");
    }
    return node.asInt();
  }

  private JsonNode required(JsonNode from, String key, String shown) {
    JsonNode node = from.path(key);
    if (node.isMissingNode() || node.isNull()) {
      throw new UserError(file + " has no \"" + shown + "\"");
    }
    return node;
  }

  /** Number of labels of a sequence classifier: {@code num_labels}, or else of {@code id2label}. */
  int labels() {
    if (has("num_labels")) {
      return size("num_labels", 1 << 16);
    }
    JsonNode labels = root.path("id2label");
    return labels.isObject() && !labels.isEmpty() ? labels.size() : 2;
  }
}
