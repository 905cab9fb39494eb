package org.aihf.mujoco;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.aihf.UserError;
import org.aihf.run.AtomicFiles;

/** Debian's libmujoco, unpacked and not installed: no root needed. */
final class DebianPackage {
  /** What libmujoco links to: package and library; loaded from beside it, without installation. */
  static final Map<String, String> DEPENDENCIES =
      Map.of(
          "libccd2", "libccd.so.2",
          "liblodepng0", "liblodepng.so.0",
          "libqhull-r8.0", "libqhull_r.so.8.0",
          "libtinyxml2-9", "libtinyxml2.so.9");

  private static final List<String> PACKAGES =
      Stream.concat(Stream.of("libmujoco2.2.2"), DEPENDENCIES.keySet().stream().sorted()).toList();

  private DebianPackage() {}

  /**
   * Downloads the packages and puts their libraries into a directory.
   *
   * @throws UserError if apt-get or dpkg-deb cannot
   */
  static void fetch(Path downloads, Path directory, Consumer<String> progress) throws IOException {
    progress.accept("downloading Debian's packages " + PACKAGES);
    String failure = aptGet(downloads, List.of(), "download", PACKAGES);
    if (!failure.isEmpty()) {
      // Fresh containers have no package lists: fetch them into a place of our own, no root needed.
      Path own = Files.createTempDirectory("aihf-apt");
      try {
        Files.createDirectories(own.resolve("lists/partial"));
        Files.createDirectories(own.resolve("cache/archives/partial"));
        List<String> options =
            List.of(
                "-o", "Dir::State::Lists=" + own.resolve("lists"),
                "-o", "Dir::Cache=" + own.resolve("cache"),
                "-o", "APT::Sandbox::User=");
        aptGet(downloads, options, "update", List.of());
        failure = aptGet(downloads, options, "download", PACKAGES);
      } finally {
        AtomicFiles.deleteRecursively(own);
      }
    }
    if (!failure.isEmpty()) {
      throw new UserError("apt-get could not download libmujoco2.2.2 (" + failure + ")");
    }
    Path root = downloads.resolve("root");
    try (Stream<Path> packages = Files.list(downloads)) {
      for (Path each : packages.filter(f -> f.toString().endsWith(".deb")).sorted().toList()) {
        String unpacking =
            ExternalCommand.run(
                List.of("dpkg-deb", "-x", each.toString(), root.toString()), downloads);
        if (!unpacking.isEmpty()) {
          throw new UserError(
              "dpkg-deb could not unpack " + each.getFileName() + " (" + unpacking + ")");
        }
      }
    }
    List<Path> shared;
    try (Stream<Path> files = Files.walk(root)) {
      shared =
          files.filter(f -> f.getFileName().toString().matches("lib.*\\.so(\\.\\d+)*")).toList();
    }
    for (Path library : shared) { // links become the files that they name
      Files.copy(library.toRealPath(), directory.resolve(library.getFileName().toString()));
    }
  }

  private static String aptGet(
      Path directory, List<String> options, String verb, List<String> packages) throws IOException {
    List<String> command = new ArrayList<>(List.of("apt-get", "-q"));
    command.addAll(options);
    command.add(verb);
    command.addAll(packages);
    return ExternalCommand.run(command, directory);
  }
}
