package org.aihf.torch;

/**
 * The learning rate of each optimiser step, with the values of transformers' {@code
 * get_*_schedule_with_warmup}.
 *
 * <p>All warm up linearly from 0: step {@code s < warmupSteps} runs at {@code peak · s /
 * warmupSteps}.
 */
public sealed interface LearningRateSchedule {

  /** Learning rate of step {@code step}: the number of steps taken before it. */
  double at(long step);

  /** The peak, for ever. */
  static LearningRateSchedule constant(double peak) {
    return new Constant(peak, 0);
  }

  /** Warm-up given as a share of all steps, rounded up as transformers' {@code warmup_ratio}. */
  static long warmupSteps(double ratio, long totalSteps) {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("warm-up ratio is " + ratio + "; it must be in [0, 1]");
    }
    return (long) Math.ceil(ratio * totalSteps);
  }

  /**
   * Constant after the warm-up.
   *
   * @param peak learning rate after the warm-up, &gt;= 0
   * @param warmupSteps steps of warm-up, 0 for none
   */
  record Constant(double peak, long warmupSteps) implements LearningRateSchedule {
    public Constant {
      Warmup.check(peak, warmupSteps, Long.MAX_VALUE);
    }

    @Override
    public double at(long step) {
      return peak * Warmup.factor(step, warmupSteps);
    }
  }

  /**
   * Falls in a straight line to 0 at {@code totalSteps}.
   *
   * @param peak learning rate after the warm-up, &gt;= 0
   * @param warmupSteps steps of warm-up, 0 for none
   * @param totalSteps all steps, warm-up included
   */
  record Linear(double peak, long warmupSteps, long totalSteps) implements LearningRateSchedule {
    public Linear {
      Warmup.check(peak, warmupSteps, totalSteps);
    }

    @Override
    public double at(long step) {
      return step < warmupSteps
          ? peak * Warmup.factor(step, warmupSteps)
          : peak * Math.max(0, Warmup.share(totalSteps - step, warmupSteps, totalSteps));
    }
  }

  /**
   * Falls along half a cosine to 0 at {@code totalSteps}, and stays there.
   *
   * @param peak learning rate after the warm-up, &gt;= 0
   * @param warmupSteps steps of warm-up, 0 for none
   * @param totalSteps all steps, warm-up included
   */
  record Cosine(double peak, long warmupSteps, long totalSteps) implements LearningRateSchedule {
    public Cosine {
      Warmup.check(peak, warmupSteps, totalSteps);
    }

    @Override
    public double at(long step) {
      double progress = Math.min(1, Warmup.share(step - warmupSteps, warmupSteps, totalSteps));
      return step < warmupSteps
          ? peak * Warmup.factor(step, warmupSteps)
          : peak * 0.5 * (1 + Math.cos(Math.PI * progress));
    }
  }
}
