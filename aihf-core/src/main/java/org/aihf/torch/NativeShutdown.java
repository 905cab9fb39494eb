package org.aihf.torch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps the process alive until the running kernel returns: libtorch crashes if the process ends
 * inside one.
 *
 * <p>On shutdown (Ctrl-C, SIGTERM, {@code System.exit}) the registered actions run first, each to
 * its end; then no kernel starts any more.
 */
final class NativeShutdown {
  private static final AtomicBoolean INSTALLED = new AtomicBoolean();
  private static final List<Runnable> ACTIONS = new CopyOnWriteArrayList<>();

  private NativeShutdown() {}

  static void install() {
    if (INSTALLED.compareAndSet(false, true)) {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(NativeShutdown::shutDown, "libtorch-shutdown"));
    }
  }

  static void before(Runnable action) {
    ACTIONS.add(action);
  }

  static void cancel(Runnable action) {
    ACTIONS.remove(action);
  }

  /** Takes the lock of all kernels and never gives it back. */
  private static void shutDown() {
    ACTIONS.forEach(Runnable::run);
    Kernel.NATIVE.lock();
  }
}
