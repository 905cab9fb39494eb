package org.aihf.mujoco.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.aihf.UserError;
import org.aihf.random.RandomStream;

/**
 * Draws fragments of one length from trajectories, every possible start equally likely.
 *
 * <p>Trajectories shorter than a fragment are never drawn ({@link #tooShort()} counts them), and
 * the first and last steps of an episode are in fewer fragments than those between: both are as in
 * imitation's RandomFragmenter.
 */
public final class FragmentSampler {
  private final List<Trajectory> trajectories;
  private final int length;
  private final int[] episodes;
  private final long[] startsUpTo;

  /**
   * @throws UserError if no trajectory is as long as a fragment
   */
  public FragmentSampler(List<Trajectory> trajectories, int length) {
    if (length < 1) {
      throw new IllegalArgumentException("fragment length is " + length + ", not at least 1");
    }
    this.trajectories = trajectories;
    this.length = length;
    this.episodes =
        IntStream.range(0, trajectories.size())
            .filter(i -> trajectories.get(i).length() >= length)
            .toArray();
    if (episodes.length == 0) {
      throw new UserError(
          "fragments of %d transitions: none of the %d trajectories is as long (the longest has %d); ask for shorter fragments"
              .formatted(
                  length,
                  trajectories.size(),
                  trajectories.stream().mapToInt(Trajectory::length).max().orElse(0)));
    }
    this.startsUpTo = new long[episodes.length];
    long starts = 0;
    for (int i = 0; i < episodes.length; i++) {
      starts += trajectories.get(episodes[i]).length() - length + 1;
      startsUpTo[i] = starts;
    }
  }

  /** Where the next fragment is. */
  public Fragment draw(RandomStream random) {
    long start = random.nextLong(startsUpTo[episodes.length - 1]);
    int low = 0;
    int high = episodes.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (start < startsUpTo[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    int from = (int) (low == 0 ? start : start - startsUpTo[low - 1]);
    return new Fragment(episodes[low], from, from + length);
  }

  /** Some fragments, drawn with replacement: demonstrations in pieces. */
  public List<Trajectory> draw(int count, RandomStream random) {
    List<Trajectory> fragments = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      fragments.add(draw(random).of(trajectories));
    }
    return fragments;
  }

  /** Whether there is only one fragment to draw. */
  boolean isSingle() {
    return startsUpTo[episodes.length - 1] == 1;
  }

  /** Trajectories that are shorter than a fragment. */
  public int tooShort() {
    return trajectories.size() - episodes.length;
  }
}
