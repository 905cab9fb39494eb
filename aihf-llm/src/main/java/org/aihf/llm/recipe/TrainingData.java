package org.aihf.llm.recipe;

import java.util.List;
import org.aihf.data.Preference;
import org.aihf.llm.Completion;

/**
 * A run's data, encoded with the policy's tokenizer. Parts that a method does not use may be empty.
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
}
