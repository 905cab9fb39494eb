package org.aihf.mujoco;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aihf.UserError;
import org.jspecify.annotations.Nullable;

/**
 * The MuJoCo library of this process: found, loaded and self-tested once, on first use.
 *
 * <p>Looked for in this order: system property {@code aihf.mujoco.library}, environment variable
 * {@code AIHF_MUJOCO_LIBRARY} (each a file or a directory), {@code ~/.cache/aihf/mujoco}, the
 * system's library path.
 */
public final class MujocoLibrary {
  private static final Pattern DEPENDENCY =
      Pattern.compile("lib(ccd|tinyxml2|qhull_r)\\.so(\\.\\d+)+");
  private static @Nullable MujocoLibrary loaded;

  private final Path path;
  private final MujocoVersion version;

  private MujocoLibrary(Path path, MujocoVersion version) {
    this.path = path;
    this.version = version;
  }

  /**
   * The library, loaded if it was not yet.
   *
   * @throws UserError when it is missing, broken, or of a version this binding does not know
   */
  public static synchronized MujocoLibrary get() {
    if (loaded == null) {
      loaded = load(LibraryLocator.ofThisProcess().locate());
    }
    return loaded;
  }

  /** The file that was loaded. */
  public Path path() {
    return path;
  }

  /** For example {@code 2.2.2}. */
  public String version() {
    return version.toString();
  }

  DataState stateOf(long model, long data) {
    return version.hasStateFunctions()
        ? new CopiedState(model, data, version)
        : new MappedState(model, data);
  }

  private static MujocoLibrary load(Path path) {
    NativeLibrary library = open(path);
    MujocoVersion version = versionOf(library, path);
    NativeMessages.install(library);
    Native.register(NativeMujoco.class, library);
    if (version.hasStateFunctions()) {
      Native.register(NativeState.class, library);
    }
    MujocoLibrary checked = new MujocoLibrary(path, version);
    StateSelfTest.run(checked);
    return checked;
  }

  /** Opens {@code path} after the libraries beside it, which it may need. */
  static NativeLibrary open(Path path) {
    if (Native.POINTER_SIZE != 8) {
      throw new UserError(
          "MuJoCo needs a 64-bit JVM; this one is " + System.getProperty("os.arch"));
    }
    Map<String, Object> options = Map.of(Library.OPTION_STRING_ENCODING, "UTF-8");
    try {
      for (Path dependency : dependenciesBeside(path)) {
        NativeLibrary.getInstance(dependency.toString());
      }
      return NativeLibrary.getInstance(path.toString(), options);
    } catch (UnsatisfiedLinkError | IOException e) {
      throw new UserError(
          "the MuJoCo library "
              + path
              + " cannot be loaded ("
              + firstLine(e)
              + "): "
              + LibraryLocator.REMEDY,
          e);
    }
  }

  static MujocoVersion versionOf(NativeLibrary library, Path path) {
    MujocoVersion version;
    try {
      version = MujocoVersion.of(library.getFunction("mj_version").invokeInt(new Object[0]));
    } catch (UnsatisfiedLinkError e) {
      throw new UserError(
          path + " is not a MuJoCo library (it has no mj_version): " + LibraryLocator.REMEDY, e);
    }
    if (!version.isSupported()) {
      throw new UserError(
          path
              + " is MuJoCo "
              + version
              + ", which this binding does not know (it knows "
              + MujocoVersion.SUPPORTED
              + "): "
              + LibraryLocator.REMEDY);
    }
    return version;
  }

  /** What Debian's MuJoCo links to, where the installer unpacked it beside the library. */
  private static List<Path> dependenciesBeside(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path.toAbsolutePath().getParent())) {
      return files
          .filter(file -> DEPENDENCY.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given").strip();
  }
}
