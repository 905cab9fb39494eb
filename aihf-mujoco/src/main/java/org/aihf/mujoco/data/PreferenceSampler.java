package org.aihf.mujoco.data;

import java.util.ArrayList;
import java.util.List;
import org.aihf.UserError;
import org.aihf.random.RandomStream;

/**
 * Draws pairs and has them labelled. A seed gives the same pairs whoever labels them.
 *
 * @param fragmentLength transitions on either side of a pair, drawn with replacement; 0 compares
 *     whole trajectories, and no pair twice
 * @param labeler says who wins
 * @param ties what becomes of pairs that nobody wins
 */
public record PreferenceSampler(int fragmentLength, Labeler labeler, Ties ties) {
  /** Ties that are dropped in a row before it is said that all are ties. */
  private static final int MAX_TIES = 10_000;

  /** What becomes of ties. */
  public enum Ties {
    /** Another pair is drawn instead. */
    DROP,
    /** The pair stands in both orders with half a weight each: BTL then asks for R₁ = R₂. */
    BOTH_WAYS,
    /** A fair coin decides. */
    COIN
  }

  public PreferenceSampler {
    if (fragmentLength < 0) {
      throw new IllegalArgumentException("fragmentLength is " + fragmentLength + ", not >= 0");
    }
  }

  /**
   * Pairs of one trajectory of a worse class (the labeler's first) and one of a better class (its
   * second). Indices of the better class follow those of the worse one.
   *
   * @param count of pairs; a tie that stands both ways is one
   * @throws UserError if there are not as many
   */
  public PreferenceSet between(
      List<Trajectory> worse, List<Trajectory> better, int count, RandomStream random) {
    RandomStream pairs = random.split("pairs");
    return label(
        FragmentPairs.between(worse, better, fragmentLength, pairs), count, random.split("labels"));
  }

  /**
   * Pairs of any two different fragments.
   *
   * @param count of pairs; a tie that stands both ways is one
   * @throws UserError if there are not as many
   */
  public PreferenceSet within(List<Trajectory> trajectories, int count, RandomStream random) {
    RandomStream pairs = random.split("pairs");
    return label(
        FragmentPairs.within(trajectories, fragmentLength, pairs), count, random.split("labels"));
  }

  private PreferenceSet label(FragmentPairs candidates, int count, RandomStream random) {
    List<PreferenceSet.Pair> pairs = new ArrayList<>();
    long drawn = 0;
    int tiesInARow = 0;
    for (int made = 0; made < count; ) {
      if (drawn++ == candidates.available()) {
        throw new UserError(
            "%d preferences between whole trajectories: there are only %d pairs%s; ask for fewer, or for fragments"
                .formatted(
                    count,
                    candidates.available(),
                    made < candidates.available() ? ", and some are ties" : ""));
      }
      List<PreferenceSet.Pair> labelled = label(candidates, random);
      pairs.addAll(labelled);
      tiesInARow = labelled.isEmpty() ? tiesInARow + 1 : 0;
      made += labelled.isEmpty() ? 0 : 1;
      if (tiesInARow == MAX_TIES) {
        throw new UserError(
            "the last %d pairs were all ties; keep ties, or compare longer fragments"
                .formatted(MAX_TIES));
      }
    }
    return new PreferenceSet(candidates.trajectories(), pairs);
  }

  /** The next pair: one preference, two of half a weight, or none. */
  private List<PreferenceSet.Pair> label(FragmentPairs candidates, RandomStream random) {
    FragmentPairs.Sides sides = candidates.next();
    Fragment first = sides.first();
    Fragment second = sides.second();
    List<Trajectory> trajectories = candidates.trajectories();
    Labeler.Choice choice = labeler.choose(first.of(trajectories), second.of(trajectories), random);
    if (choice == Labeler.Choice.TIE && ties == Ties.COIN) {
      choice = random.nextBoolean() ? Labeler.Choice.FIRST : Labeler.Choice.SECOND;
    }
    return switch (choice) {
      case FIRST -> List.of(PreferenceSet.Pair.of(first, second));
      case SECOND -> List.of(PreferenceSet.Pair.of(second, first));
      case TIE ->
          ties == Ties.DROP
              ? List.of()
              : List.of(
                  new PreferenceSet.Pair(first, second, 0, 0.5),
                  new PreferenceSet.Pair(second, first, 0, 0.5));
    };
  }
}
