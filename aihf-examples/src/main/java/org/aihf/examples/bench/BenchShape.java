package org.aihf.examples.bench;

/**
 * Model and batch of one measurement.
 *
 * @param steps timed updates, after {@code warmup} untimed ones
 * @param promptWords mean words of a prompt; lengths are uniform within 40 % of it
 * @param newTokens tokens sampled per prompt
 */
record BenchShape(
    int layers,
    int hidden,
    int heads,
    int batch,
    int steps,
    int warmup,
    int promptWords,
    int responseWords,
    int newTokens) {
  /** What shared peers are called with by default. */
  static BenchShape of(int batch, int steps) {
    return new BenchShape(6, 512, 8, batch, steps, 2, 60, 40, 64);
  }

  /** One round of PPO. */
  static BenchShape ofPpo(int batch) {
    return new BenchShape(6, 512, 8, batch, 1, 0, 30, 30, 32);
  }

  int rows() {
    return batch * (steps + warmup);
  }
}
