package org.aihf.examples.reviews;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.aihf.data.Preference;

/**
 * The task as a data directory that {@code --data} accepts: {@code sft.jsonl} (text to pretrain
 * on), {@code demonstrations.jsonl}, {@code preferences.jsonl}, {@code prompts.jsonl} and {@code
 * test_prompts.jsonl}.
 */
public final class ReviewFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReviewFiles() {}

  /** Writes all five files, each aside first and then renamed. */
  public static void write(
      Path directory,
      List<Review> pretraining,
      ReviewData data,
      List<Preference<Review>> preferences)
      throws IOException {
    Files.createDirectories(directory);
    lines(directory.resolve("sft.jsonl"), pretraining, ReviewFiles::review);
    lines(directory.resolve("demonstrations.jsonl"), data.demonstrations(), ReviewFiles::review);
    lines(directory.resolve("preferences.jsonl"), preferences, ReviewFiles::preference);
    lines(directory.resolve("prompts.jsonl"), data.prompts(), ReviewFiles::prompt);
    lines(directory.resolve("test_prompts.jsonl"), data.testPrompts(), ReviewFiles::prompt);
  }

  private static Map<String, Object> review(Review review) {
    Map<String, Object> line = prompt(review.prompt());
    line.put("completion", review.completion());
    return line;
  }

  private static Map<String, Object> preference(Preference<Review> preference) {
    Map<String, Object> line = prompt(preference.chosen().prompt());
    line.put("chosen", preference.chosen().completion());
    line.put("rejected", preference.rejected().completion());
    line.put("margin", preference.margin());
    return line;
  }

  private static Map<String, Object> prompt(String prompt) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("prompt", prompt);
    return line;
  }

  private static <T> void lines(Path file, List<T> items, Function<T, Map<String, Object>> toLine)
      throws IOException {
    StringBuilder text = new StringBuilder();
    for (T item : items) {
      try {
        text.append(JSON.writeValueAsString(toLine.apply(item))).append('\n');
      } catch (JsonProcessingException e) {
        throw new IOException("cannot write " + item + " as JSON", e);
      }
    }
    write(file, text.toString());
  }

  static void write(Path file, String text) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".partial");
    Files.writeString(aside, text, StandardCharsets.UTF_8);
    Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
