package org.aihf.rl;

/** Checks of parallel arrays. */
final class Shapes {
  private Shapes() {}

  static void requireLength(String name, double[] values, int length) {
    if (values.length != length) {
      throw new IllegalArgumentException(
          "%s has %d entries for %d sequences".formatted(name, values.length, length));
    }
  }

  static void requireSame(String name, double[][] values, String otherName, double[][] other) {
    if (values.length != other.length) {
      throw new IllegalArgumentException(
          "%s has %d sequences, %s has %d".formatted(name, values.length, otherName, other.length));
    }
    for (int i = 0; i < values.length; i++) {
      if (values[i].length != other[i].length) {
        throw new IllegalArgumentException(
            "sequence %d: %s has %d tokens, %s has %d"
                .formatted(i, name, values[i].length, otherName, other[i].length));
      }
    }
  }

  static void requireTokens(int sequence, int tokens) {
    if (tokens == 0) {
      throw new IllegalArgumentException(
          "sequence " + sequence + " has no token to reward: even an empty answer has its EOS");
    }
  }
}
