package org.aihf.mujoco;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.aihf.UserError;
import org.aihf.run.AtomicFiles;

/**
 * Puts the official MuJoCo library into {@code ~/.cache/aihf/mujoco/VERSION}: from the official
 * wheel through {@code pip download}, else from Debian's package (unpacked, not installed: no root
 * needed). What is there already is kept, so running it again is quick and needs no network.
 */
public final class MujocoInstaller {
  /** The version installed unless another is asked for. */
  public static final String DEFAULT_VERSION = MujocoVersion.NEWEST.toString();

  /** Debian 12's version. */
  public static final String DEBIAN_VERSION = MujocoVersion.DEBIAN.toString();

  // Debian's libmujoco needs these; unpacked beside it they are found without an installation.
  private static final List<String> DEBIAN_PACKAGES =
      List.of("libmujoco2.2.2", "libccd2", "libtinyxml2-9", "libqhull-r8.0");
  private static final long MAX_LIBRARY_BYTES = 256 << 20;
  private static final int MINUTES = 10;

  private final Path cache;
  private final Consumer<String> progress;

  /**
   * @param progress told what is being done, a line at a time
   */
  public MujocoInstaller(Consumer<String> progress) {
    this(LibraryLocator.ofThisProcess().cache(), progress);
  }

  MujocoInstaller(Path cache, Consumer<String> progress) {
    this.cache = cache;
    this.progress = progress;
  }

  /**
   * Installs the newest supported version, or where there is no pip or no wheel, Debian's.
   *
   * @return the library file
   * @throws UserError when neither can be had, naming both reasons
   */
  public Path install() {
    List<Path> present = installed(DEFAULT_VERSION);
    if (!present.isEmpty()) {
      return present.get(0);
    }
    try {
      return install(DEFAULT_VERSION);
    } catch (UserError wheel) {
      progress.accept(wheel.getMessage() + "; trying Debian's package");
      try {
        return install(DEBIAN_VERSION);
      } catch (UserError debian) {
        throw new UserError(
            "MuJoCo could not be installed: " + wheel.getMessage() + "; " + debian.getMessage(),
            debian);
      }
    }
  }

  /**
   * Installs a certain version.
   *
   * @param version such as {@code 3.3.7}; {@code 2.2.2} is Debian's
   * @return the library file
   * @throws UserError when it is not supported or cannot be had
   */
  public Path install(String version) {
    if (!version.matches("\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")) {
      throw new UserError(
          "'"
              + version
              + "' is not a MuJoCo version; give three numbers, such as "
              + DEFAULT_VERSION);
    }
    int[] numbers = Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    MujocoVersion wanted = new MujocoVersion(numbers[0], numbers[1], numbers[2]);
    if (!wanted.isSupported()) {
      throw new UserError(
          "MuJoCo " + version + " is not supported; choose among " + MujocoVersion.SUPPORTED);
    }
    List<Path> present = installed(version);
    if (!present.isEmpty()) {
      return present.get(0);
    }
    Path target = cache.resolve(version);
    AtomicFiles.writeDirectory(
        target,
        directory -> {
          Path downloads = Files.createTempDirectory("aihf-mujoco");
          try {
            if (wanted.equals(MujocoVersion.DEBIAN)) {
              fromDebian(downloads, directory);
            } else {
              fromWheel(wanted, downloads, directory);
            }
          } finally {
            AtomicFiles.deleteRecursively(downloads);
          }
          verify(directory, wanted);
        });
    return installed(version).get(0);
  }

  private List<Path> installed(String version) {
    return libraries(cache.resolve(version));
  }

  private static List<Path> libraries(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(LibraryLocator::isLibrary).sorted(Comparator.reverseOrder()).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private void fromWheel(MujocoVersion version, Path downloads, Path directory) throws IOException {
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
    String failure = "";
    for (String python : new String[] {"python3", "python"}) {
      List<String> command = new ArrayList<>(List.of(python));
      command.addAll(options);
      failure = run(command, downloads);
      if (failure.isEmpty()) {
        break;
      }
    }
    if (!failure.isEmpty()) {
      throw new UserError("pip could not download " + wheel + " (" + failure + ")");
    }
    try (Stream<Path> wheels = Files.list(downloads)) {
      for (Path file : wheels.filter(f -> f.toString().endsWith(".whl")).toList()) {
        unpackWheel(file, directory);
      }
    }
  }

  /** Takes the library, and nothing else, out of a wheel. */
  static void unpackWheel(Path wheel, Path directory) throws IOException {
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

  private void fromDebian(Path downloads, Path directory) throws IOException {
    progress.accept("downloading Debian's packages " + DEBIAN_PACKAGES);
    String failure = aptGet(downloads, List.of(), "download", DEBIAN_PACKAGES);
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
        failure = aptGet(downloads, options, "download", DEBIAN_PACKAGES);
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
            run(List.of("dpkg-deb", "-x", each.toString(), root.toString()), downloads);
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
    return run(command, directory);
  }

  private static void verify(Path directory, MujocoVersion wanted) throws IOException {
    List<Path> found = libraries(directory);
    if (found.isEmpty()) {
      throw new IOException(
          "the download of MuJoCo " + wanted + " holds no library for this platform");
    }
    try (NativeLibrary library = MujocoLibrary.open(found.get(0))) {
      MujocoVersion version = MujocoLibrary.versionOf(library, found.get(0));
      if (!version.equals(wanted)) {
        throw new IOException("the download is MuJoCo " + version + ", not " + wanted);
      }
    }
  }

  /** Empty when the command succeeded, else the reason in a line. */
  private static String run(List<String> command, Path directory) throws IOException {
    Path log = Files.createTempFile("aihf-install", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return "no answer within " + MINUTES + " minutes";
      }
      if (process.exitValue() == 0) {
        return "";
      }
      return Files.readString(log, StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .reduce((first, last) -> last)
          .orElse(command.get(0) + " ended with exit code " + process.exitValue());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    } catch (IOException e) {
      return command.get(0) + " is not installed";
    } finally {
      Files.delete(log);
    }
  }
}
