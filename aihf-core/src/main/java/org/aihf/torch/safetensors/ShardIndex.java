package org.aihf.torch.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.aihf.UserError;

/** {@code model.safetensors.index.json}: which file beside it holds which tensor. */
final class ShardIndex {
  static final String FILE = "model.safetensors.index.json";
  private static final long MAX_BYTES = 100_000_000;

  private ShardIndex() {}

  /** Tensor name to the name of a file in the index's own directory. */
  static Map<String, String> read(Path index) {
    Map<String, String> weightMap = new LinkedHashMap<>();
    try {
      if (Files.size(index) > MAX_BYTES) {
        throw new UserError(index + ": is larger than " + MAX_BYTES + " bytes");
      }
      try (JsonParser parser = new JsonFactory().createParser(index.toFile())) {
        parse(index, parser, weightMap);
      }
    } catch (IOException e) {
      throw new UserError(index + ": is not JSON: " + Header.firstLine(e), e);
    }
    if (weightMap.isEmpty()) {
      throw new UserError(index + ": has no weight_map, or an empty one");
    }
    return weightMap;
  }

  private static void parse(Path index, JsonParser parser, Map<String, String> weightMap)
      throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new UserError(index + ": must be an object with a weight_map");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean weights = parser.currentName().equals("weight_map");
      if (parser.nextToken() != JsonToken.START_OBJECT || !weights) {
        parser.skipChildren();
        continue;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String tensor = parser.currentName();
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
          throw new UserError(index + ": tensor '" + tensor + "' must map to a file name");
        }
        String shard = checkedName(index, tensor, parser.getText());
        if (weightMap.put(tensor, shard) != null) {
          throw new UserError(index + ": tensor '" + tensor + "' appears twice");
        }
      }
    }
  }

  /** Refuses every name that could lead out of the directory. */
  private static String checkedName(Path index, String tensor, String shard) {
    if (!shard.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*\\.safetensors") || shard.contains("..")) {
      throw new UserError(
          "%s: tensor '%s' is said to be in '%s'; a plain name NAME.safetensors beside the index is needed"
              .formatted(index, tensor, shard));
    }
    return shard;
  }
}
