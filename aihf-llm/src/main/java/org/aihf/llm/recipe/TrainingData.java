package org.aihf.llm.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aihf.data.CompletionRow;
import org.aihf.data.JsonlReader;
import org.aihf.data.Preference;
import org.aihf.data.PreferenceRow;
import org.aihf.data.PromptRow;
import org.aihf.llm.Completion;
import org.aihf.llm.text.Tokenizer;

/**
 * A run's data, encoded with the policy's tokenizer; answers of files are finished, so they end
 * with its end-of-sequence id. Parts that a recipe does not name are empty.
 *
 * @param prompts what policy alignment answers
 * @param testPrompts what evaluation answers
 */
public record TrainingData(
    List<Completion> demonstrations,
    List<Preference<Completion>> preferences,
    List<String> prompts,
    List<String> testPrompts) {
  public TrainingData {
    demonstrations = List.copyOf(demonstrations);
    preferences = List.copyOf(preferences);
    prompts = List.copyOf(prompts);
    testPrompts = List.copyOf(testPrompts);
  }

  /**
   * Reads the files of a recipe.
   *
   * @throws org.aihf.UserError naming file, line and field of the first mistake
   */
  public static TrainingData load(DataSection files, Tokenizer tokenizer) {
    List<Completion> demonstrations = new ArrayList<>();
    if (!files.demonstrations().isEmpty()) {
      JsonlReader.read(Path.of(files.demonstrations()), CompletionRow.FORMAT)
          .forEach(row -> demonstrations.add(encode(tokenizer, row.prompt(), row.completion())));
    }
    List<Preference<Completion>> preferences = new ArrayList<>();
    if (!files.preferences().isEmpty()) {
      JsonlReader.read(
              Path.of(files.preferences()),
              files.useMargins() ? PreferenceRow.FORMAT : PreferenceRow.WITHOUT_MARGIN)
          .forEach(
              row ->
                  preferences.add(
                      row.preference((prompt, answer) -> encode(tokenizer, prompt, answer))));
    }
    List<String> prompts =
        files.prompts().isEmpty()
            ? demonstrations.stream().map(Completion::prompt).distinct().toList()
            : prompts(files.prompts());
    List<String> testPrompts =
        files.testPrompts().isEmpty() ? List.of() : prompts(files.testPrompts());
    return new TrainingData(demonstrations, preferences, prompts, testPrompts);
  }

  private static Completion encode(Tokenizer tokenizer, String prompt, String answer) {
    return new Completion(prompt, answer, tokenizer.encode(prompt, answer, true), true);
  }

  private static List<String> prompts(String file) {
    return JsonlReader.read(Path.of(file), PromptRow.FORMAT).stream()
        .map(PromptRow::prompt)
        .toList();
  }
}
