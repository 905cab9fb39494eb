package org.aihf.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.aihf.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  @TempDir Path directory;

  @Test
  void writesAFileAndItsParents() throws IOException {
    Path file = directory.resolve("a/b/c.txt");
    AtomicFiles.write(file, "größer");
    assertThat(file).content().isEqualTo("größer");
    assertThat(names(file.getParent())).containsExactly("c.txt");
  }

  @Test
  void aFailureLeavesTheOldFileAndNoLitter() throws IOException {
    Path file = directory.resolve("f.txt");
    AtomicFiles.write(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    file,
                    out -> {
                      out.write("half of the new".getBytes());
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "cannot write %s: no space left on the disk; free some and run again (earlier files are untouched)",
            file);
    assertThat(file).content().isEqualTo("old");
    assertThat(names(directory)).containsExactly("f.txt");
  }

  @Test
  void aDirectoryIsReplacedWhole() throws IOException {
    Path checkpoint = directory.resolve("checkpoints/last");
    AtomicFiles.writeDirectory(checkpoint, dir -> Files.writeString(dir.resolve("one"), "1"));
    AtomicFiles.writeDirectory(checkpoint, dir -> Files.writeString(dir.resolve("two"), "2"));
    assertThat(names(checkpoint)).containsExactly("two");
    assertThat(names(checkpoint.getParent())).containsExactly("last");
  }

  @Test
  void aFailureLeavesTheOldDirectory() throws IOException {
    Path checkpoint = directory.resolve("last");
    AtomicFiles.writeDirectory(checkpoint, dir -> Files.writeString(dir.resolve("one"), "1"));
    assertThatThrownBy(
            () ->
                AtomicFiles.writeDirectory(
                    checkpoint,
                    dir -> {
                      Files.writeString(dir.resolve("one"), "broken");
                      throw new IOException("Disk quota exceeded");
                    }))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the disk quota is used up");
    assertThat(checkpoint.resolve("one")).content().isEqualTo("1");
    assertThat(names(directory)).containsExactly("last");
  }

  @Test
  void namesThePartOfThePathThatIsAFile() {
    Path file = directory.resolve("file");
    AtomicFiles.write(file, "x");
    assertThatThrownBy(() -> AtomicFiles.write(file.resolve("run/config.yaml"), "x"))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "cannot write %s: %s is a file, not a directory; choose another path",
            file.resolve("run/config.yaml"), file);
  }

  @Test
  void refusesToReplaceADirectoryByAFile() {
    assertThatThrownBy(() -> AtomicFiles.write(directory, "x"))
        .isInstanceOf(UserError.class)
        .hasMessage("cannot write %s: is a directory", directory);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void writesToADeviceDirectlyAndReportsThatItIsFull() {
    AtomicFiles.write(Path.of("/dev/null"), "x");
    assertThatThrownBy(() -> AtomicFiles.write(Path.of("/dev/full"), "x"))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("cannot write /dev/full: no space left on the disk");
  }

  @Test
  void explainsMissingPermissionsAndReadOnlyFileSystems() {
    Path file = Path.of("out.jsonl").toAbsolutePath();
    Path aside = file.resolveSibling(".out.jsonl.1-2.tmp");
    assertThat(FileErrors.cannot("write", file, new AccessDeniedException(aside.toString())))
        .hasMessage(
            "cannot write %s: %s: permission denied; choose a place you may use or change its permissions",
            file, file.getParent());
    assertThat(
            FileErrors.cannot(
                "write",
                file,
                new FileSystemException(aside.toString(), null, "Read-only file system")))
        .hasMessage("cannot write %s: the file system is read-only; choose another place", file);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void followsALinkInsteadOfReplacingIt() throws IOException {
    Path real = directory.resolve("real.txt");
    AtomicFiles.write(real, "old");
    Path link = Files.createSymbolicLink(directory.resolve("link.txt"), real);
    AtomicFiles.write(link, "new");
    assertThat(link).isSymbolicLink();
    assertThat(real).content().isEqualTo("new");
  }

  /** {@code aihf ... --output /dev/stdout >> log}: what was and what comes stays in the log. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void writesToStandardOutputWhateverIsBehindIt() throws IOException, InterruptedException {
    Path log = Files.writeString(directory.resolve("log.txt"), "before\n");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                java, "-XX:TieredStopAtLevel=1", "-cp", classes, PrintingMain.class.getName())
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor()).isZero();
    assertThat(log).content().isEqualTo("before\nprinted\nwritten\nprinted again\n");
    assertThat(names(directory)).containsExactly("log.txt");
  }

  static final class PrintingMain {
    private PrintingMain() {}

    public static void main(String[] arguments) {
      System.out.println("printed");
      AtomicFiles.write(Path.of("/dev/stdout"), "written\n");
      System.out.println("printed again");
    }
  }

  private static Stream<String> names(Path directory) throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.map(path -> path.getFileName().toString()).toList().stream();
    }
  }
}
