package org.aihf.run.resume;

/** Unwinds a run whose state has been saved because the process is to end. */
public final class RunInterrupted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RunInterrupted(String message) {
    super(message);
  }
}
