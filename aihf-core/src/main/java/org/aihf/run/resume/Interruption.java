package org.aihf.run.resume;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.aihf.torch.TorchRuntime;

/**
 * Ctrl-C or SIGTERM during a run: the run is asked to save its state at the next place where that
 * is possible, and the process waits for that, but not for ever.
 */
public final class Interruption implements AutoCloseable {
  /** Longer than most iterations, shorter than the patience of a cluster's scheduler. */
  private static final long PATIENCE_SECONDS = 20;

  private final CountDownLatch unwound = new CountDownLatch(1);
  private final AutoCloseable registration;
  private volatile boolean requested;

  /** Listens until closed. */
  public Interruption() {
    registration = TorchRuntime.beforeShutdown(this::awaitRun);
  }

  /** Whether the run is to save its state and end. */
  public boolean isRequested() {
    return requested;
  }

  private void awaitRun() {
    requested = true;
    try {
      if (!unwound.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println(
            "aihf: no place to save the run's state within %d s; --resume goes on from the last saved one"
                .formatted(PATIENCE_SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** To be closed when everything of the run is. Does not return while the process ends. */
  @Override
  public void close() {
    unwound.countDown();
    if (requested) {
      park();
    }
    try {
      registration.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The process is ending; whatever this thread did next would race with that. */
  private static void park() {
    while (true) {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        // Still ending.
      }
    }
  }
}
