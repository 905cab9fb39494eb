package org.aihf.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aihf.Checkpointable;
import org.aihf.UserError;
import org.jspecify.annotations.Nullable;

/**
 * The saved states of a run in its directory {@code state/}: {@code state/000000007/} holds {@code
 * position.json}, what the trainer saved and the checksums of both.
 *
 * <p>A state appears whole under its number or not at all, and the one before it is deleted only
 * then: killed at any moment, a run has its last whole state.
 */
final class SavedStates {
  private static final String POSITION = "position.json";
  private static final String TRAINER = "trainer";
  private static final Pattern NUMBER = Pattern.compile("\\d{9}");

  private final Path directory;

  SavedStates(Path directory) {
    this.directory = directory;
  }

  /** A state on disk. */
  record Saved(Path directory, RunPosition position) {
    /**
     * @throws UserError if a file of it is missing or damaged
     */
    void restore(Checkpointable trainer) {
      try {
        trainer.restore(directory.resolve(TRAINER));
      } catch (IOException e) {
        throw FileErrors.cannot("read", directory, e);
      } catch (IllegalArgumentException e) {
        throw new UserError(
            "%s is damaged (%s); begin anew with --overwrite".formatted(directory, e.getMessage()),
            e);
      }
    }
  }

  void save(RunPosition position, Checkpointable trainer) {
    List<Path> before = all();
    int last = before.isEmpty() ? 0 : number(before.get(before.size() - 1));
    AtomicFiles.writeDirectory(
        directory.resolve("%09d".formatted(last + 1)),
        aside -> {
          Json.MAPPER.writeValue(aside.resolve(POSITION).toFile(), position);
          trainer.save(Files.createDirectory(aside.resolve(TRAINER)));
          Checksums.write(aside);
        });
    delete(before);
  }

  boolean isEmpty() {
    return all().isEmpty();
  }

  /**
   * The newest state, or null.
   *
   * @throws UserError if a file of it is missing or damaged
   */
  @Nullable Saved latest() {
    List<Path> all = all();
    if (all.isEmpty()) {
      return null;
    }
    Path newest = all.get(all.size() - 1);
    Path file = newest.resolve(POSITION);
    try {
      Checksums.verify(newest);
      return new Saved(newest, Json.MAPPER.readValue(file.toFile(), RunPosition.class));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UserError(file + " is damaged; begin anew with --overwrite", e);
    } catch (IOException e) {
      throw FileErrors.cannot("read", file, e);
    }
  }

  void clear() {
    delete(List.of(directory));
  }

  private List<Path> all() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> states = Files.list(directory)) {
      return new ArrayList<>(
          states
              .filter(path -> NUMBER.matcher(path.getFileName().toString()).matches())
              .sorted(Comparator.comparing(SavedStates::number))
              .toList());
    } catch (IOException e) {
      throw FileErrors.cannot("read", directory, e);
    }
  }

  private static int number(Path state) {
    return Integer.parseInt(state.getFileName().toString());
  }

  private void delete(List<Path> paths) {
    try {
      for (Path path : paths) {
        AtomicFiles.deleteRecursively(path);
      }
      if (Files.isDirectory(directory)) {
        AtomicFiles.deleteLeftovers(directory);
      }
    } catch (IOException e) {
      throw FileErrors.cannot("write", directory, e);
    }
  }
}
