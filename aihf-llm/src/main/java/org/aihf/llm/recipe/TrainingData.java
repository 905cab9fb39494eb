package org.aihf.llm.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aihf.data.CompletionRow;
import org.aihf.data.JsonLine;
import org.aihf.data.JsonlReader;
import org.aihf.data.Preference;
import org.aihf.data.PreferenceRow;
import org.aihf.data.PromptRow;
import org.aihf.data.Rating;
import org.aihf.data.RatingRow;
import org.aihf.data.RowFormat;
import org.aihf.llm.Completion;
import org.aihf.llm.model.TokenSequence;
import org.aihf.llm.text.Tokenizer;

/**
 * A run's data, encoded with the policy's tokenizer; answers of files are finished, so they end
 * with its end-of-sequence id. Parts that a recipe does not name are empty.
 *
 * @param ratings what KTO trains on: those of a file, else both sides of the preferences
 * @param prompts what policy alignment answers
 * @param testPrompts what evaluation answers
 */
public record TrainingData(
    List<Completion> demonstrations,
    List<Preference<Completion>> preferences,
    List<Rating<Completion>> ratings,
    List<String> prompts,
    List<String> testPrompts) {
  public TrainingData {
    demonstrations = List.copyOf(demonstrations);
    preferences = List.copyOf(preferences);
    ratings = List.copyOf(ratings);
    prompts = List.copyOf(prompts);
    testPrompts = List.copyOf(testPrompts);
  }

  /**
   * Reads the files of a recipe.
   *
   * @param context most tokens of prompt and answer together: the policy's
   * @throws org.aihf.UserError naming file, line and field of the first mistake
   */
  public static TrainingData load(DataSection files, Tokenizer tokenizer, int context) {
    Rows rows = new Rows(tokenizer, context);
    List<Completion> demonstrations = read(files.demonstrations(), rows::demonstration);
    List<Preference<Completion>> preferences =
        read(files.preferences(), line -> rows.preference(line, files.useMargins()));
    List<Rating<Completion>> ratings =
        files.ratings().isEmpty() ? sides(preferences) : read(files.ratings(), rows::rating);
    List<String> prompts =
        files.prompts().isEmpty()
            ? demonstrations.stream().map(Completion::prompt).distinct().toList()
            : read(files.prompts(), rows::prompt);
    return new TrainingData(
        demonstrations, preferences, ratings, prompts, read(files.testPrompts(), rows::prompt));
  }

  /** The chosen side desirable, the rejected one not. */
  private static List<Rating<Completion>> sides(List<Preference<Completion>> preferences) {
    List<Rating<Completion>> ratings = new ArrayList<>();
    for (Preference<Completion> pair : preferences) {
      ratings.add(new Rating<>(pair.chosen(), true, pair.weight()));
      ratings.add(new Rating<>(pair.rejected(), false, pair.weight()));
    }
    return ratings;
  }

  private static <R> List<R> read(String file, RowFormat<R> format) {
    return file.isEmpty() ? List.of() : JsonlReader.read(Path.of(file), format);
  }

  /** Lines as training sees them, refused where they do not fit the model's context. */
  private record Rows(Tokenizer tokenizer, int context) {
    Completion demonstration(JsonLine line) {
      CompletionRow row = CompletionRow.FORMAT.read(line);
      return encode(line, row.prompt(), "completion", row.completion());
    }

    Preference<Completion> preference(JsonLine line, boolean useMargin) {
      PreferenceRow row =
          (useMargin ? PreferenceRow.FORMAT : PreferenceRow.WITHOUT_MARGIN).read(line);
      return new Preference<>(
          encode(line, row.prompt(), "chosen", row.chosen()),
          encode(line, row.prompt(), "rejected", row.rejected()),
          row.margin(),
          row.weight());
    }

    Rating<Completion> rating(JsonLine line) {
      RatingRow row = RatingRow.FORMAT.read(line);
      return new Rating<>(
          encode(line, row.prompt(), "completion", row.completion()), row.label(), row.weight());
    }

    String prompt(JsonLine line) {
      String prompt = PromptRow.FORMAT.read(line).prompt();
      int tokens = tokenizer.encode(prompt, true).length;
      if (tokens == 0) {
        throw line.error("field 'prompt' has no tokens; give it a text");
      }
      if (tokens >= context) {
        throw line.error(
            "field 'prompt' has %d tokens; the model's context of %d leaves no room for an answer",
            tokens, context);
      }
      return prompt;
    }

    private Completion encode(JsonLine line, String prompt, String field, String answer) {
      TokenSequence tokens = tokenizer.encode(prompt, answer, true);
      if (tokens.prompt().length == 0) {
        throw line.error("field 'prompt' has no tokens; give it a text");
      }
      if (tokens.length() > context) {
        throw line.error(
            "fields 'prompt' and '%s' have %d tokens; the model's context is %d, shorten them",
            field, tokens.length(), context);
      }
      return new Completion(prompt, answer, tokens, true);
    }
  }
}
