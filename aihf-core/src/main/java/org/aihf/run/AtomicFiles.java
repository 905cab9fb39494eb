package org.aihf.run;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files and directories that appear whole or not at all: written aside, forced to disk, renamed.
 *
 * <p>A reader (or a run that was killed) never sees half a file, and a failure leaves what was
 * there before. A full disk, a read-only directory or a missing parent becomes a {@link
 * org.aihf.UserError} that names the file.
 */
public final class AtomicFiles {
  private static final Map<String, FileDescriptor> STANDARD_STREAMS =
      Map.of(
          "/dev/stdout", FileDescriptor.out,
          "/dev/fd/1", FileDescriptor.out,
          "/proc/self/fd/1", FileDescriptor.out,
          "/dev/stderr", FileDescriptor.err,
          "/dev/fd/2", FileDescriptor.err,
          "/proc/self/fd/2", FileDescriptor.err);

  private static final Pattern LEFTOVER = Pattern.compile("\\..*\\.\\d+-[0-9a-f]+\\.tmp(\\.old)?");

  private AtomicFiles() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Fills a directory. */
  @FunctionalInterface
  public interface DirectoryContent {
    void writeTo(Path directory) throws IOException;
  }

  /** Writes {@code text} in UTF-8. */
  public static void write(Path file, String text) {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Writes a file of any size; missing parent directories are made. Something that exists and is no
   * ordinary file (a pipe, a device) is written directly; so is {@code /dev/stdout}, even where the
   * shell has put a file behind it.
   *
   * @throws org.aihf.UserError if the file cannot be written; the old file, if any, is untouched
   */
  public static void write(Path file, Content content) {
    Path target = file.toAbsolutePath();
    FileDescriptor standard = STANDARD_STREAMS.get(target.normalize().toString());
    try {
      if (standard != null) {
        // Not closed: the stream is the process's.
        OutputStream out = new BufferedOutputStream(new FileOutputStream(standard), 1 << 16);
        content.writeTo(out);
        out.flush();
        return;
      }
      if (Files.isDirectory(target)) {
        throw new IOException("is a directory");
      }
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.WRITE)) {
          content.writeTo(out);
        }
        return;
      }
      Path destination = Files.exists(target) ? target.toRealPath() : target;
      Files.createDirectories(parent(destination));
      Path aside = aside(destination);
      try {
        writeAndForce(aside, content);
        rename(aside, destination);
        forceDirectory(parent(destination));
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException e) {
      throw FileErrors.cannot("write", file, e);
    }
  }

  /**
   * Fills a directory aside, then puts it in place of {@code directory}.
   *
   * @throws org.aihf.UserError if it cannot be written; the old directory, if any, is untouched
   */
  public static void writeDirectory(Path directory, DirectoryContent content) {
    Path target = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(parent(target));
      Path aside = aside(target);
      Path old = target.resolveSibling(aside.getFileName() + ".old");
      try {
        content.writeTo(Files.createDirectory(aside));
        forceAll(aside);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
          rename(target, old);
        }
        try {
          rename(aside, target);
        } catch (IOException e) {
          if (Files.exists(old)) {
            rename(old, target);
          }
          throw e;
        }
        forceDirectory(parent(target));
      } finally {
        deleteRecursively(aside);
        deleteRecursively(old);
      }
    } catch (IOException e) {
      throw FileErrors.cannot("write", directory, e);
    }
  }

  /** Deletes a file, or a directory with everything in it; links are not followed. */
  public static void deleteRecursively(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> children = Files.list(path)) {
        for (Path child : children.toList()) {
          deleteRecursively(child);
        }
      }
    }
    Files.deleteIfExists(path);
  }

  /** Deletes what a killed process left half written directly below {@code directory}. */
  static void deleteLeftovers(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      for (Path child : children.toList()) {
        if (isLeftover(child)) {
          deleteRecursively(child);
        }
      }
    }
  }

  static boolean isLeftover(Path path) {
    return LEFTOVER.matcher(path.getFileName().toString()).matches();
  }

  private static void writeAndForce(Path file, Content content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }

  private static void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void forceAll(Path directory) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(directory)) {
      paths = walk.toList();
    }
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        forceDirectory(path);
      } else {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
    }
  }

  /** Makes a rename durable; not every platform can open a directory, and then the OS decides. */
  private static void forceDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows: directories cannot be opened.
    }
  }

  private static Path aside(Path target) {
    String name =
        ".%s.%d-%x.tmp"
            .formatted(target.getFileName(), ProcessHandle.current().pid(), System.nanoTime());
    return target.resolveSibling(name);
  }

  private static Path parent(Path absolute) throws IOException {
    Path parent = absolute.getParent();
    if (parent == null) {
      throw new IOException("is the root directory");
    }
    return parent;
  }
}
