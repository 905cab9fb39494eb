package org.aihf.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import org.aihf.UserError;

/** {@code manifest.json}. */
record ManifestFile(Path file) {
  /**
   * @throws UserError if it is missing or no manifest
   */
  Manifest read() {
    try {
      return Json.MAPPER
          .readerFor(Manifest.class)
          .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(file.toFile());
    } catch (JsonProcessingException e) {
      throw new UserError(
          "%s is no run's manifest: %s"
              .formatted(file, e.getOriginalMessage().lines().findFirst().orElse("not JSON")),
          e);
    } catch (IOException e) {
      throw FileErrors.cannot("read", file, e);
    }
  }

  void write(Manifest manifest) {
    try {
      AtomicFiles.write(
          file,
          Json.MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(manifest)
              + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("manifest cannot be written as JSON: " + manifest, e);
    }
  }
}
