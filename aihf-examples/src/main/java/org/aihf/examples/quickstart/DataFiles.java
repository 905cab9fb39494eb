package org.aihf.examples.quickstart;

import java.nio.file.Path;
import org.aihf.UserError;
import org.aihf.data.JsonlReader;

/** A data directory: demonstrations, preferences, prompts and held-out prompts as JSONL. */
record DataFiles(Path demonstrations, Path preferences, Path prompts, Path testPrompts) {
  /**
   * @throws UserError naming the first file that is missing
   */
  static DataFiles in(Path directory) {
    DataFiles files =
        new DataFiles(
            directory.resolve("demonstrations.jsonl"),
            directory.resolve("preferences.jsonl"),
            directory.resolve("prompts.jsonl"),
            directory.resolve("test_prompts.jsonl"));
    JsonlReader.requireReadable(files.demonstrations);
    JsonlReader.requireReadable(files.preferences);
    JsonlReader.requireReadable(files.prompts);
    JsonlReader.requireReadable(files.testPrompts);
    return files;
  }
}
