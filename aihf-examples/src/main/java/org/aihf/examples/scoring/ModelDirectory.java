package org.aihf.examples.scoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aihf.UserError;
import org.aihf.run.FileErrors;

/** What kind of model a Hugging Face directory holds. */
public final class ModelDirectory {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelDirectory() {}

  /**
   * Whether {@code config.json} says {@code *ForSequenceClassification} (or safe-rlhf's {@code
   * *ForScore}) rather than a causal language model.
   *
   * @param option what named the directory, such as {@code --model}
   * @throws UserError if it is not a model directory
   */
  public static boolean isClassifier(String option, Path directory) {
    Path config = directory.resolve("config.json");
    if (!Files.exists(directory)) {
      throw new UserError(
          "cannot read %s: there is no such directory; check %s".formatted(directory, option));
    }
    if (!Files.isDirectory(directory)) {
      throw new UserError(
          "%s is a file; %s takes a Hugging Face directory with config.json, model.safetensors and tokenizer.json"
              .formatted(directory, option));
    }
    if (!Files.exists(config)) {
      throw new UserError(
          "%s has no config.json; %s takes a Hugging Face directory with config.json, model.safetensors and tokenizer.json"
              .formatted(directory, option));
    }
    try {
      JsonNode root = JSON.readTree(config.toFile());
      for (JsonNode architecture : root.path("architectures")) {
        if (architecture.asText().matches(".*For(SequenceClassification|Score)")) {
          return true;
        }
      }
      return false;
    } catch (JsonProcessingException e) {
      throw new UserError(
          "%s: not valid JSON at line %d"
              .formatted(config, e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
          e);
    } catch (IOException e) {
      throw FileErrors.cannot("read", config, e);
    }
  }
}
