package org.aihf.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.aihf.UserError;
import org.aihf.run.FileErrors;

/**
 * Reads a JSONL file: UTF-8, one JSON object a line. Holds one line at a time, whatever the size of
 * the file.
 *
 * <p>Every mistake is a {@link UserError} that names file, line and, where there is one, field.
 */
public final class JsonlReader {
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build()
          .reader();

  private JsonlReader() {}

  /**
   * All rows of a file, in order.
   *
   * @throws UserError at the first mistake, or if the file has no rows
   */
  public static <R> List<R> read(Path file, RowFormat<R> format) {
    List<R> rows = new ArrayList<>();
    forEach(file, format, rows::add);
    return rows;
  }

  /**
   * Hands over one row after the other, for files larger than memory.
   *
   * @throws UserError at the first mistake, or if the file has no rows
   */
  public static <R> void forEach(Path file, RowFormat<R> format, Consumer<? super R> action) {
    boolean empty = true;
    try (Lines lines = new Lines(file)) {
      long blank = 0;
      for (String line = lines.next(); line != null; line = lines.next()) {
        if (line.isBlank()) {
          blank = blank == 0 ? lines.number() : blank;
          continue;
        }
        if (blank != 0) {
          // Blank lines at the end of a file are harmless; between rows something is missing.
          throw new UserError(
              "%s line %d: the line is blank; every line must be one JSON object, remove it"
                  .formatted(file, blank));
        }
        empty = false;
        action.accept(format.read(parse(file, lines.number(), line)));
      }
    } catch (IOException e) {
      throw FileErrors.cannot("read", file, e);
    }
    if (empty) {
      throw new UserError(
          "%s: the file is empty; it must have one JSON object a line".formatted(file));
    }
  }

  private static JsonLine parse(Path file, long number, String line) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      long column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
      throw new UserError(
          "%s line %d: not valid JSON at column %d: %s; every line must be one JSON object"
              .formatted(file, number, column, firstSentence(e.getOriginalMessage())),
          e);
    }
    if (!node.isObject()) {
      throw new UserError(
          "%s line %d: must be a JSON object in braces, not %s"
              .formatted(file, number, JsonLine.describe(node)));
    }
    return new JsonLine(file, number, node);
  }

  /** What is wrong, without Jackson's list of what it would have liked. */
  private static String firstSentence(String message) {
    String line = message.lines().findFirst().orElse("");
    if (line.startsWith("Non-standard token")) { // NaN, Infinity: Python writes them
      return line.replaceFirst(":.*", "") + ", numbers must be finite";
    }
    return line.replaceFirst(
        "(: was expecting|: expected close|: expected a valid|: enable | \\(for ).*", "");
  }

  /** Whether {@code file} can be read at all: said before a long run, not in its middle. */
  public static void requireReadable(Path file) {
    if (Files.isDirectory(file)) {
      throw new UserError(file + " is a directory; give a JSONL file");
    }
    if (!Files.isReadable(file)) {
      throw new UserError(
          "cannot read %s: %s"
              .formatted(
                  file,
                  Files.exists(file)
                      ? "permission denied"
                      : "there is no such file; check the path"));
    }
  }
}
