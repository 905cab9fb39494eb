package org.aihf.mujoco;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.aihf.UserError;

/**
 * A compiled MJCF model: read-only once made, so any number of threads may each run their own
 * {@link MujocoData} of it. The native model is freed when it and all its data are closed, in any
 * order.
 */
public final class MujocoModel implements AutoCloseable {
  private static final int ERROR_SIZE = 1024;
  private static final AtomicInteger LIVE = new AtomicInteger();

  private final MujocoLibrary library;
  private final long address;
  private final String source;
  private final double timestep;
  private final double totalMass;
  private final List<String> warnings;
  private int users = 1;
  private boolean closed;

  private MujocoModel(MujocoLibrary library, long address, String source, List<String> warnings) {
    this.library = library;
    this.source = source;
    this.address = address;
    this.warnings = warnings;
    LIVE.incrementAndGet();
    totalMass = NativeMujoco.mj_getTotalmass(address);
    try (MujocoData probe = newData()) {
      probe.step(1);
      timestep = probe.time();
    }
  }

  /**
   * Loads an MJCF file; files it refers to must lie in its directory or below.
   *
   * @throws UserError when the file is missing, is not a sound MJCF, or MuJoCo refuses it
   */
  public static MujocoModel load(Path mjcf) {
    MujocoLibrary library = MujocoLibrary.get();
    String source = MjcfCheck.file(mjcf);
    return new MujocoModel(
        library, compile(mjcf, mjcf.toString()), source, NativeMessages.collectWarnings());
  }

  /**
   * Compiles MJCF text that refers to no file.
   *
   * @param name what to call it in error messages
   */
  public static MujocoModel parse(String name, String mjcf) {
    MujocoLibrary library = MujocoLibrary.get();
    MjcfCheck.text(name, mjcf);
    return new MujocoModel(library, compile(mjcf), mjcf, NativeMessages.collectWarnings());
  }

  static long compile(String mjcf) {
    try {
      Path file = Files.createTempFile("aihf-model", ".xml");
      try {
        Files.writeString(file, mjcf);
        return compile(file, "the model");
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a temporary model file: " + e.getMessage(), e);
    }
  }

  // One at a time: older releases parse through a global.
  private static synchronized long compile(Path file, String name) {
    NativeMessages.collectWarnings(); // of a model that was refused: not this one's
    byte[] error = new byte[ERROR_SIZE];
    long model = NativeMujoco.mj_loadXML(file.toAbsolutePath().toString(), 0, error, ERROR_SIZE);
    if (model == 0) {
      int length = 0;
      while (length < error.length && error[length] != 0) {
        length++;
      }
      String reason =
          new String(error, 0, length, StandardCharsets.UTF_8)
              .strip()
              .replaceAll("\\s*\\n\\s*", "; ");
      throw new UserError(name + " is refused by MuJoCo: " + reason);
    }
    return model;
  }

  /** A new simulation of this model, at its initial state. */
  public MujocoData newData() {
    retain();
    return new MujocoData(this);
  }

  /** Seconds of one {@link MujocoData#step} of length 1. */
  public double timestep() {
    return timestep;
  }

  /** The MJCF it was made from. */
  public String source() {
    return source;
  }

  /** In kilograms. */
  public double totalMass() {
    return totalMass;
  }

  /** What MuJoCo warned about while compiling. */
  public List<String> warnings() {
    return warnings;
  }

  MujocoLibrary library() {
    return library;
  }

  long address() {
    return address;
  }

  /** Native models of this process that are not freed yet; tests look for leaks with it. */
  static int live() {
    return LIVE.get();
  }

  private synchronized void retain() {
    if (closed) {
      throw new IllegalStateException("the MuJoCo model is closed");
    }
    users++;
  }

  synchronized void release() {
    if (--users == 0) {
      NativeMujoco.mj_deleteModel(address);
      LIVE.decrementAndGet();
    }
  }

  /** Idempotent. The native model goes when its last data is closed too. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      release();
    }
  }
}
