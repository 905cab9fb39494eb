package org.aihf.llm.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aihf.data.EpochSampler;

/**
 * What a trainer must remember besides its model: updates done and the position in each data set.
 */
final class TrainerState {
  private final String name;
  private final EpochSampler<?>[] samplers;
  private long updates;

  TrainerState(String name, EpochSampler<?>... samplers) {
    this.name = name;
    this.samplers = samplers;
  }

  long updates() {
    return updates;
  }

  void advance() {
    updates++;
  }

  void save(Path directory) throws IOException {
    StringBuilder text = new StringBuilder().append(updates);
    for (EpochSampler<?> sampler : samplers) {
      text.append(' ').append(sampler.drawn());
    }
    Files.writeString(file(directory), text.append('\n'));
  }

  void restore(Path directory) throws IOException {
    String[] numbers = Files.readString(file(directory)).trim().split(" ");
    if (numbers.length != samplers.length + 1) {
      throw new IOException(
          "%s: expected %d numbers, found %d"
              .formatted(file(directory), samplers.length + 1, numbers.length));
    }
    updates = Long.parseLong(numbers[0]);
    for (int i = 0; i < samplers.length; i++) {
      samplers[i].resumeAt(Long.parseLong(numbers[i + 1]));
    }
  }

  private Path file(Path directory) {
    return directory.resolve(name + ".txt");
  }
}
