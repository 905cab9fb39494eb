package org.aihf.mujoco.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.aihf.UserError;
import org.aihf.random.RandomStream;

/** Pairs of places, one after the other, not yet labelled. */
abstract class FragmentPairs {
  /** Two sides to compare. */
  record Sides(Fragment first, Fragment second) {}

  private final List<Trajectory> trajectories;
  private final long available;

  private FragmentPairs(List<Trajectory> trajectories, long available) {
    this.trajectories = trajectories;
    this.available = available;
  }

  /** What the sides are places in. */
  List<Trajectory> trajectories() {
    return trajectories;
  }

  /** How many times {@link #next} can be asked. */
  long available() {
    return available;
  }

  abstract Sides next();

  /**
   * The first side from {@code worse}, the second from {@code better}, which stand in that order.
   */
  static FragmentPairs between(
      List<Trajectory> worse, List<Trajectory> better, int fragmentLength, RandomStream random) {
    List<Trajectory> all = new ArrayList<>(worse);
    all.addAll(better);
    int offset = worse.size();
    if (fragmentLength == 0) {
      Distinct distinct = new Distinct((long) worse.size() * better.size(), random);
      return new FragmentPairs(all, distinct.total) {
        @Override
        Sides next() {
          long pair = distinct.next();
          int first = (int) (pair / better.size());
          int second = offset + (int) (pair % better.size());
          return new Sides(Fragment.whole(all, first), Fragment.whole(all, second));
        }
      };
    }
    FragmentSampler fromWorse = new FragmentSampler(worse, fragmentLength);
    FragmentSampler fromBetter = new FragmentSampler(better, fragmentLength);
    return new FragmentPairs(all, Long.MAX_VALUE) {
      @Override
      Sides next() {
        Fragment second = fromBetter.draw(random);
        return new Sides(
            fromWorse.draw(random),
            new Fragment(offset + second.episode(), second.from(), second.to()));
      }
    };
  }

  /** Both sides from the same trajectories, never the same fragment. */
  static FragmentPairs within(
      List<Trajectory> trajectories, int fragmentLength, RandomStream random) {
    if (fragmentLength == 0) {
      long n = trajectories.size();
      Distinct distinct = new Distinct(n * (n - 1) / 2, random);
      return new FragmentPairs(trajectories, distinct.total) {
        @Override
        Sides next() {
          // Pair number p of the (i, j) with i < j, ordered by j: p = j (j - 1) / 2 + i.
          long p = distinct.next();
          long j = (long) ((1 + Math.sqrt(1 + 8.0 * p)) / 2);
          j = j * (j - 1) / 2 > p ? j - 1 : j;
          Fragment one = Fragment.whole(trajectories, (int) (p - j * (j - 1) / 2));
          Fragment other = Fragment.whole(trajectories, (int) j);
          return random.nextBoolean() ? new Sides(one, other) : new Sides(other, one);
        }
      };
    }
    FragmentSampler sampler = new FragmentSampler(trajectories, fragmentLength);
    if (sampler.isSingle()) {
      throw new UserError("a single fragment cannot be compared with itself; give more data");
    }
    return new FragmentPairs(trajectories, Long.MAX_VALUE) {
      @Override
      Sides next() {
        Fragment first = sampler.draw(random);
        Fragment second = sampler.draw(random);
        while (second.equals(first)) {
          second = sampler.draw(random);
        }
        return new Sides(first, second);
      }
    };
  }

  /** The numbers below a total in random order, one after the other (a sparse Fisher-Yates). */
  private static final class Distinct {
    private final long total;
    private final RandomStream random;
    private final Map<Long, Long> moved = new HashMap<>();
    private long drawn;

    Distinct(long total, RandomStream random) {
      this.total = total;
      this.random = random;
    }

    long next() {
      long at = drawn + random.nextLong(total - drawn);
      long number = moved.getOrDefault(at, at);
      moved.put(at, moved.getOrDefault(drawn, drawn));
      drawn++;
      return number;
    }
  }
}
