package org.aihf.mujoco.env;

import org.aihf.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * The random stream of one environment: seeded by reset, part of its snapshot as two exact doubles.
 */
final class EnvironmentRandom {
  private @Nullable RandomStream stream;

  void seed(long seed) {
    stream = RandomStream.of(seed).split("environment");
  }

  RandomStream stream() {
    if (stream == null) {
      throw new IllegalStateException("reset(seed) comes before the first reset() and step()");
    }
    return stream;
  }

  /** High and low half of the state. */
  double[] save() {
    long state = stream().state();
    return new double[] {(int) (state >>> 32), (int) state};
  }

  void restore(double high, double low) {
    RandomStream resumed = RandomStream.of(0);
    resumed.resumeAt((long) (int) high << 32 | (int) low & 0xFFFFFFFFL);
    stream = resumed;
  }
}
