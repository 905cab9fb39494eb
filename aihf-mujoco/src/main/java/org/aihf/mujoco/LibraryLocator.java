package org.aihf.mujoco;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aihf.UserError;

/** Finds MuJoCo's shared library: named by the user, installed by us, or on the system's path. */
final class LibraryLocator {
  static final String PROPERTY = "aihf.mujoco.library";
  static final String VARIABLE = "AIHF_MUJOCO_LIBRARY";
  static final String REMEDY =
      "run './aihf mujoco install' (it fetches the official library into ~/.cache/aihf), or name the"
          + " library file with the environment variable "
          + VARIABLE
          + " or the system property "
          + PROPERTY;

  private static final Pattern FILE_NAME =
      Pattern.compile("libmujoco\\.so(\\.\\d+)*|libmujoco(\\.\\d+)*\\.dylib|mujoco(\\d*)\\.dll");
  private static final Comparator<Path> BY_VERSION =
      Comparator.comparing(LibraryLocator::numbers, LibraryLocator::compareNumbers);

  private final Properties properties;
  private final Map<String, String> environment;

  /**
   * Looks with the given system properties (user.home, library paths) and environment variables.
   */
  LibraryLocator(Properties properties, Map<String, String> environment) {
    this.properties = properties;
    this.environment = environment;
  }

  static LibraryLocator ofThisProcess() {
    return new LibraryLocator(System.getProperties(), System.getenv());
  }

  /**
   * The library to use.
   *
   * @throws UserError when none is found, or a named one does not exist
   */
  Path locate() {
    Optional<Path> named =
        named("system property " + PROPERTY, properties.getProperty(PROPERTY))
            .or(() -> named("environment variable " + VARIABLE, environment.get(VARIABLE)));
    return named.orElseGet(
        () ->
            all().stream()
                .findFirst()
                .orElseThrow(() -> new UserError("no MuJoCo library was found: " + REMEDY)));
  }

  /** Every library in the cache (newest first), then on the system's path. */
  List<Path> all() {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> versions = Files.list(cache())) {
      versions
          .filter(Files::isDirectory)
          .filter(directory -> !directory.getFileName().toString().startsWith("."))
          .sorted(BY_VERSION.reversed())
          .forEach(directory -> found.addAll(librariesIn(directory)));
    } catch (IOException e) {
      // No cache yet.
    }
    systemDirectories().forEach(directory -> found.addAll(librariesIn(directory)));
    return found.stream().distinct().toList();
  }

  /** Where the installer puts libraries: one directory a version. */
  Path cache() {
    return Path.of(properties.getProperty("user.home"), ".cache", "aihf", "mujoco");
  }

  private static Optional<Path> named(
      String where, @org.jspecify.annotations.Nullable String value) {
    if (value == null || value.isBlank()) {
      return Optional.empty();
    }
    Path path = Path.of(value);
    if (Files.isDirectory(path)) {
      return Optional.of(
          librariesIn(path).stream()
              .findFirst()
              .orElseThrow(
                  () ->
                      new UserError(
                          "the "
                              + where
                              + " names "
                              + path
                              + ", a directory without a MuJoCo library; name the file or leave it unset")));
    }
    if (!Files.isRegularFile(path)) {
      throw new UserError(
          "the "
              + where
              + " names "
              + path
              + ", which does not exist; name an existing library file or leave it unset");
    }
    return Optional.of(path.toAbsolutePath());
  }

  private List<Path> systemDirectories() {
    List<String> directories = new ArrayList<>();
    for (String paths :
        new String[] {
          properties.getProperty("jna.library.path", ""),
          environment.getOrDefault("LD_LIBRARY_PATH", ""),
          environment.getOrDefault("DYLD_LIBRARY_PATH", ""),
          properties.getProperty("java.library.path", "")
        }) {
      directories.addAll(List.of(paths.split(File.pathSeparator)));
    }
    String machine =
        properties.getProperty("os.arch", "").toLowerCase(Locale.ROOT).equals("aarch64")
            ? "aarch64"
            : "x86_64";
    directories.addAll(
        List.of(
            "/usr/local/lib",
            "/usr/lib/" + machine + "-linux-gnu",
            "/usr/lib64",
            "/usr/lib",
            "/opt/homebrew/lib"));
    return directories.stream().filter(directory -> !directory.isBlank()).map(Path::of).toList();
  }

  private static List<Path> librariesIn(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(LibraryLocator::isLibrary)
          .map(Path::toAbsolutePath)
          .sorted(BY_VERSION.reversed())
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // unreadable directories of a library path are skipped, as the loader does
    }
  }

  static boolean isLibrary(Path file) {
    return isLibraryName(file.getFileName().toString());
  }

  static boolean isLibraryName(String name) {
    return FILE_NAME.matcher(name).matches();
  }

  private static int[] numbers(Path path) {
    return Pattern.compile("\\d+")
        .matcher(path.getFileName().toString())
        .results()
        .mapToInt(
            match ->
                Integer.parseInt(match.group().substring(0, Math.min(9, match.group().length()))))
        .toArray();
  }

  private static int compareNumbers(int[] a, int[] b) {
    return java.util.Arrays.compare(a, b);
  }
}
