package org.aihf.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.aihf.UserError;

/**
 * The files of a run that grow row by row. A saved state remembers how long they were; a resumed
 * run cuts off what came later, because it will write that again.
 */
final class GrowingFiles {
  private final Path root;

  GrowingFiles(Path root) {
    this.root = root;
  }

  /** Lengths in bytes by name relative to the run; what they cover is on disk. */
  Map<String, Long> lengths() throws IOException {
    Map<String, Long> lengths = new TreeMap<>();
    for (Path file : files()) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
        lengths.put(root.relativize(file).toString().replace('\\', '/'), channel.size());
      }
    }
    return lengths;
  }

  /**
   * Cuts every file back to its length then; a file that was not there then goes.
   *
   * @throws UserError if a file has become shorter: rows are missing
   */
  void cutBackTo(Map<String, Long> lengths) throws IOException {
    for (Map.Entry<String, Long> entry : lengths.entrySet()) {
      Path file = root.resolve(entry.getKey());
      long now = Files.isRegularFile(file) ? Files.size(file) : 0;
      if (now < entry.getValue()) {
        throw new UserError(
            "%s has %d bytes, it had %d when the run's state was saved: rows are missing; begin anew with --overwrite"
                .formatted(file, now, entry.getValue()));
      }
    }
    for (Path file : files()) {
      Long length = lengths.get(root.relativize(file).toString().replace('\\', '/'));
      if (length == null) {
        Files.delete(file);
      } else {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(length);
        }
      }
    }
  }

  private List<Path> files() throws IOException {
    Path events = root.resolve(RunDirectory.TENSORBOARD);
    try (Stream<Path> logs =
            Stream.of(RunDirectory.METRICS, RunDirectory.SAMPLES)
                .map(root::resolve)
                .filter(Files::isRegularFile);
        Stream<Path> boards = Files.isDirectory(events) ? Files.list(events) : Stream.empty()) {
      return Stream.concat(logs, boards.filter(Files::isRegularFile)).sorted().toList();
    }
  }
}
