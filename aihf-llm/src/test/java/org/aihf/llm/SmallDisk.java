package org.aihf.llm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system of a few kilobytes, where this user may mount one; else the test is skipped. */
record SmallDisk(Path mount) implements AutoCloseable {
  static SmallDisk of(Path directory, int kilobytes) throws IOException, InterruptedException {
    Path mount = Files.createDirectories(directory);
    boolean mounted =
        run(List.of("mount", "-t", "tmpfs", "-o", "size=" + kilobytes + "k", "tmpfs", "" + mount));
    assumeTrue(mounted, "needs the right to mount a tmpfs");
    return new SmallDisk(mount);
  }

  void makeReadOnly() throws IOException, InterruptedException {
    assumeTrue(run(List.of("mount", "-o", "remount,ro", "" + mount)), "needs mount");
  }

  /** Takes all space that is left, and gives it back when deleted. */
  Path fill() throws IOException {
    Path filler = mount.resolve("filler");
    try (OutputStream out = Files.newOutputStream(filler)) {
      for (byte[] block = new byte[512]; ; ) {
        out.write(block);
      }
    } catch (IOException full) {
      return filler;
    }
  }

  private static boolean run(List<String> command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    run(List.of("umount", "" + mount));
  }
}
