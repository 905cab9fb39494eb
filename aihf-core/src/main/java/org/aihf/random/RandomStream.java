package org.aihf.random;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * A resumable stream of random numbers (SplitMix64).
 *
 * <p>A run has one root stream; every consumer takes its own by {@link #split(String)}, so adding a
 * consumer never shifts the numbers of another. The whole state is one {@code long}: a checkpoint
 * stores {@link #state()} and {@link #resumeAt(long)} continues bit for bit. Not thread-safe: one
 * consumer, one stream.
 */
public final class RandomStream implements RandomGenerator {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final long seed;
  private long state;

  private RandomStream(long seed) {
    this.seed = seed;
    this.state = seed;
  }

  /** The root stream of a run. */
  public static RandomStream of(long seed) {
    return new RandomStream(mix(seed ^ 0x5851F42D4C957F2DL));
  }

  /**
   * The stream called {@code name} below this one. Depends on this stream's seed and the name only,
   * not on how many numbers were drawn here.
   */
  public RandomStream split(String name) {
    long hash = 0xCBF29CE484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
    }
    return new RandomStream(mix(seed + mix(hash)));
  }

  /** The {@code index}-th numbered stream called {@code name}. */
  public RandomStream split(String name, long index) {
    return split(name + "#" + index);
  }

  @Override
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Everything needed to continue this stream later. */
  public long state() {
    return state;
  }

  /** Continues where {@link #state()} was taken. */
  public void resumeAt(long savedState) {
    state = savedState;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
