package org.aihf.mujoco.env;

import org.aihf.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * The random stream of one environment: seeded by reset, part of its snapshot as two exact doubles.
 */
public final class EnvironmentRandom {
  private @Nullable RandomStream stream;

  /** For {@link Environment#reset(long)}. */
  public void seed(long seed) {
    stream = RandomStream.of(seed).split("environment");
  }

  /**
   * What all draws come from.
   *
   * @throws IllegalStateException before the first seed: the environment was never reset
   */
  public RandomStream stream() {
    if (stream == null) {
      throw new IllegalStateException("reset(seed) comes before the first reset() and step()");
    }
    return stream;
  }

  /** High and low half of the state, for {@link Environment#snapshot}. */
  public double[] save() {
    long state = stream().state();
    return new double[] {(int) (state >>> 32), (int) state};
  }

  /** Goes on as if nothing had been drawn since {@link #save}. */
  public void restore(double high, double low) {
    RandomStream resumed = RandomStream.of(0);
    resumed.resumeAt((long) (int) high << 32 | (int) low & 0xFFFFFFFFL);
    stream = resumed;
  }
}
