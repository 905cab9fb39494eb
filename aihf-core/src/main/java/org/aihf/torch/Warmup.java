package org.aihf.torch;

/** The part all schedules share. */
final class Warmup {
  private Warmup() {}

  static void check(double peak, long warmupSteps, long totalSteps) {
    if (!(peak >= 0 && Double.isFinite(peak))) {
      throw new IllegalArgumentException("peak learning rate is " + peak + "; it must be >= 0");
    }
    if (warmupSteps < 0 || warmupSteps > totalSteps) {
      throw new IllegalArgumentException(
          "warmupSteps is " + warmupSteps + "; it must be between 0 and all steps, " + totalSteps);
    }
  }

  /** Share of the peak during the warm-up; 1 after it. */
  static double factor(long step, long warmupSteps) {
    return step < warmupSteps ? (double) step / warmupSteps : 1;
  }

  /** {@code steps} as a share of those after the warm-up. */
  static double share(long steps, long warmupSteps, long totalSteps) {
    return (double) steps / Math.max(1, totalSteps - warmupSteps);
  }
}
