package org.aihf.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.aihf.UserError;
import org.jspecify.annotations.Nullable;

/**
 * One process at a time works in a run directory: a lock on its file {@code .lock}, which the
 * operating system gives back however the process ends. So a run whose manifest says {@code
 * running} while nobody holds the lock was killed.
 */
final class RunLock implements AutoCloseable {
  static final String FILE = ".lock";

  /** POSIX drops a lock when any descriptor of its file is closed: never open one held here. */
  private static final Set<Path> HELD_HERE = new HashSet<>();

  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * @param root exists
   * @throws UserError if another process, or another run of this one, holds it
   */
  static RunLock take(Path root) throws IOException {
    Path file = root.toRealPath().resolve(FILE);
    synchronized (HELD_HERE) {
      if (HELD_HERE.contains(file)) {
        throw busy(root);
      }
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!lock(channel)) {
        channel.close();
        throw busy(root);
      }
      HELD_HERE.add(file);
      return new RunLock(file, channel);
    }
  }

  /** Whether a living process works in {@code root}. */
  static boolean isHeld(Path root) {
    try {
      Path file = root.toRealPath().resolve(FILE);
      synchronized (HELD_HERE) {
        if (HELD_HERE.contains(file)) {
          return true;
        }
        if (!Files.exists(file)) {
          return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
          @Nullable FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true);
          return lock == null;
        }
      }
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }

  /** A file system without locks is trusted. */
  private static boolean lock(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException e) {
      return true;
    }
  }

  private static UserError busy(Path root) {
    return new UserError(
        "another process is working in %s; wait for it, or choose another directory with --output"
            .formatted(root));
  }

  @Override
  public void close() {
    synchronized (HELD_HERE) {
      HELD_HERE.remove(file);
      try {
        channel.close();
      } catch (IOException e) {
        // The lock goes with the process then.
      }
    }
  }
}
