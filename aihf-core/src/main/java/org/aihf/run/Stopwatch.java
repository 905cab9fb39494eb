package org.aihf.run;

/** Seconds since a run began, going on from an earlier sitting when it was resumed. */
public final class Stopwatch {
  private final long start = System.nanoTime();
  private final double before;

  private Stopwatch(double before) {
    this.before = before;
  }

  public static Stopwatch start() {
    return new Stopwatch(0);
  }

  /** Continues a clock that stood at {@code seconds}. */
  public static Stopwatch resume(double seconds) {
    return new Stopwatch(seconds);
  }

  public double seconds() {
    return before + (System.nanoTime() - start) / 1e9;
  }
}
