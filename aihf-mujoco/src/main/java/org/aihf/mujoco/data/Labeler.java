package org.aihf.mujoco.data;

import org.aihf.random.RandomStream;

/** Says which of two trajectories is better: a human, or what stands for one. */
@FunctionalInterface
public interface Labeler {
  /** A label. */
  enum Choice {
    FIRST,
    SECOND,
    TIE
  }

  Choice choose(Trajectory first, Trajectory second, RandomStream random);

  /** Always the second: for pairs of a worse class and a better one, as the paper labels. */
  static Labeler second() {
    return (first, second, random) -> Choice.SECOND;
  }

  /**
   * The higher true return, without error.
   *
   * @param discount of the return that is compared
   * @param tieWidth returns that differ by no more are a tie
   */
  static Labeler byReturn(double discount, double tieWidth) {
    return (first, second, random) -> {
      double difference = first.trueReturn(discount) - second.trueReturn(discount);
      if (Math.abs(difference) <= tieWidth) {
        return Choice.TIE;
      }
      return difference > 0 ? Choice.FIRST : Choice.SECOND;
    };
  }

  /**
   * Bradley-Terry (eq. 1) on true returns: P(first) = σ((G₁ − G₂) / temperature). Note that units
   * of the return are units of the temperature.
   */
  static Labeler bradleyTerry(double discount, double temperature) {
    if (!(temperature > 0)) {
      throw new IllegalArgumentException(
          "temperature is " + temperature + "; it must be positive (for 0 use byReturn)");
    }
    return (first, second, random) -> {
      double difference = first.trueReturn(discount) - second.trueReturn(discount);
      double probability = 1 / (1 + Math.exp(-difference / temperature));
      return random.nextDouble() < probability ? Choice.FIRST : Choice.SECOND;
    };
  }

  /** With this probability the label is a fair coin instead. */
  default Labeler withNoise(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("noise is " + probability + "; it must be in [0, 1]");
    }
    return (first, second, random) ->
        random.nextDouble() < probability
            ? (random.nextBoolean() ? Choice.FIRST : Choice.SECOND)
            : choose(first, second, random);
  }
}
