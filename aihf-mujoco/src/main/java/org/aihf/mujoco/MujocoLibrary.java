package org.aihf.mujoco;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
  private static @Nullable MujocoLibrary loaded;

  private final Path path;
  private final MujocoVersion version;

  MujocoLibrary(Path path, MujocoVersion version) {
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
    NativeLibrary library = open(path, LibraryLocator.REMEDY);
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

  /**
   * Opens {@code path} after the libraries beside it, which it may need.
   *
   * @param remedy what to do where it cannot be opened
   */
  static NativeLibrary open(Path path, String remedy) {
    if (Native.POINTER_SIZE != 8) {
      throw new UserError(
          "MuJoCo needs a 64-bit JVM; this one is " + System.getProperty("os.arch"));
    }
    Map<String, Object> options = Map.of(Library.OPTION_STRING_ENCODING, "UTF-8");
    try {
      for (String dependency : DebianPackage.DEPENDENCIES.values()) {
        Path beside = path.toAbsolutePath().resolveSibling(dependency);
        if (Files.exists(beside)) {
          NativeLibrary.getInstance(beside.toString());
        }
      }
      return NativeLibrary.getInstance(path.toString(), options);
    } catch (UnsatisfiedLinkError e) {
      throw new UserError(
          "the MuJoCo library " + path + " cannot be loaded (" + reason(e) + "): " + remedy, e);
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

  /** What the system's loader said: JNA repeats the path before it, and its own search after it. */
  private static String reason(UnsatisfiedLinkError e) {
    return String.valueOf(e.getMessage())
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("Unable to load library"))
        .findFirst()
        .orElse("no reason given");
  }
}
