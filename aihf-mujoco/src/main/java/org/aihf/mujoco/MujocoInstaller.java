package org.aihf.mujoco;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
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

  private static final String BROKEN =
      "install what it misses here, or another version with './aihf mujoco install VERSION'";

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
    Path target = cache.resolve(wanted.toString());
    if (isUsable(target, wanted)) {
      return libraries(target).get(0);
    }
    AtomicFiles.writeDirectory(
        target,
        directory -> {
          Path downloads = Files.createTempDirectory("aihf-mujoco");
          try {
            if (wanted.equals(MujocoVersion.DEBIAN)) {
              DebianPackage.fetch(downloads, directory, progress);
            } else {
              OfficialWheel.fetch(wanted, downloads, directory, progress);
            }
          } finally {
            AtomicFiles.deleteRecursively(downloads);
          }
          verify(directory, wanted);
        });
    return libraries(target).get(0);
  }

  /** A library that is there but does not load would be kept for ever, whatever one installs. */
  private boolean isUsable(Path directory, MujocoVersion wanted) {
    if (libraries(directory).isEmpty()) {
      return false;
    }
    try {
      verify(directory, wanted);
      return true;
    } catch (UserError | IOException e) {
      progress.accept(e.getMessage() + "; fetching it again");
      return false;
    }
  }

  private static List<Path> libraries(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(LibraryLocator::isLibrary).sorted(Comparator.reverseOrder()).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static void verify(Path directory, MujocoVersion wanted) throws IOException {
    List<Path> found = libraries(directory);
    if (found.isEmpty()) {
      throw new IOException(
          "the download of MuJoCo " + wanted + " holds no library for this platform");
    }
    try (NativeLibrary library = MujocoLibrary.open(found.get(0), BROKEN)) {
      MujocoVersion version = MujocoLibrary.versionOf(library, found.get(0));
      if (!version.equals(wanted)) {
        throw new IOException("the download is MuJoCo " + version + ", not " + wanted);
      }
    }
  }
}
