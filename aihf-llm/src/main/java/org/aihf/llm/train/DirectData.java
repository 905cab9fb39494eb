package org.aihf.llm.train;

import java.util.List;
import org.aihf.data.Preference;
import org.aihf.llm.Completion;

/**
 * What a direct method trains on, and how much of it per update.
 *
 * @param demonstrationBatch demonstrations per update; 0 for none
 * @param preferenceBatch pairs per update; 0 for none
 */
public record DirectData(
    List<Completion> demonstrations,
    int demonstrationBatch,
    List<Preference<Completion>> preferences,
    int preferenceBatch) {
  public DirectData {
    demonstrations = List.copyOf(demonstrations);
    preferences = List.copyOf(preferences);
    require("demonstrations", demonstrations.size(), demonstrationBatch);
    require("preferences", preferences.size(), preferenceBatch);
    if (demonstrationBatch + preferenceBatch == 0) {
      throw new IllegalArgumentException("an update needs demonstrations or preferences");
    }
  }

  public static DirectData demonstrations(List<Completion> data, int batch) {
    return new DirectData(data, batch, List.of(), 0);
  }

  public static DirectData preferences(List<Preference<Completion>> data, int batch) {
    return new DirectData(List.of(), 0, data, batch);
  }

  private static void require(String what, int available, int batch) {
    if (batch < 0 || (batch > 0 && available == 0)) {
      throw new IllegalArgumentException(
          "a batch of %d %s was asked for, %d are there".formatted(batch, what, available));
    }
  }
}
