package org.aihf.mujoco;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.aihf.UserError;

/** MuJoCo's own wheel, through pip; only the library inside is used. */
final class OfficialWheel {
  private static final long MAX_LIBRARY_BYTES = 256 << 20;

  private OfficialWheel() {}

  /**
   * Downloads the wheel and puts its library into a directory.
   *
   * @throws UserError if pip cannot have it
   */
  static void fetch(
      MujocoVersion version, Path downloads, Path directory, Consumer<String> progress)
      throws IOException {
    // Since 4.0 the library travels in a wheel of its own.
    String wheel = (version.superMajor() >= 4 ? "mujoco-core==" : "mujoco==") + version;
    progress.accept("downloading the official wheel " + wheel + " with pip");
    // The wheel of one Python version does for all: only the library inside is used.
    List<String> options =
        List.of(
            "-m",
            "pip",
            "download",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--only-binary=:all:",
            "--python-version",
            "3.11",
            "--implementation",
            "cp",
            "--abi",
            "cp311",
            "--dest",
            downloads.toString(),
            wheel);
    String failure = pip("python3", options, downloads);
    if (!failure.isEmpty() && !pip("python", options, downloads).isEmpty()) {
      throw new UserError("pip could not download " + wheel + " (" + failure + ")");
    }
    try (Stream<Path> wheels = Files.list(downloads)) {
      for (Path file : wheels.filter(f -> f.toString().endsWith(".whl")).toList()) {
        unpack(file, directory);
      }
    }
  }

  private static String pip(String python, List<String> options, Path directory)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(python));
    command.addAll(options);
    return ExternalCommand.run(command, directory);
  }

  /** Takes the library, and nothing else, out of a wheel. */
  static void unpack(Path wheel, Path directory) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(wheel))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        if (!entry.isDirectory() && LibraryLocator.isLibraryName(name)) {
          copy(zip, directory.resolve(name));
        }
      }
    }
  }

  private static void copy(InputStream from, Path to) throws IOException {
    try (var out = Files.newOutputStream(to)) {
      byte[] buffer = new byte[1 << 16];
      long total = 0;
      for (int n = from.read(buffer); n > 0; n = from.read(buffer)) {
        total += n;
        if (total > MAX_LIBRARY_BYTES) {
          throw new IOException(
              to.getFileName()
                  + " in the wheel is larger than "
                  + (MAX_LIBRARY_BYTES >> 20)
                  + " MiB");
        }
        out.write(buffer, 0, n);
      }
    }
  }
}
