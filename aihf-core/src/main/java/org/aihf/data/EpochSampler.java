package org.aihf.data;

import java.util.ArrayList;
import java.util.List;
import org.aihf.random.RandomStream;

/**
 * Draws from a data set without replacement, in a fresh seeded order every epoch.
 *
 * <p>Every item appears exactly once per epoch; a request may run across the end of one. The
 * position is one number: {@link #drawn()} and {@link #resumeAt(long)} continue bit for bit.
 */
public final class EpochSampler<T> {
  private final List<T> items;
  private final RandomStream random;
  private final int[] order;
  private long drawn;
  private long orderedEpoch = -1;

  /**
   * @throws IllegalArgumentException if {@code items} is empty
   */
  public EpochSampler(List<T> items, RandomStream random) {
    if (items.isEmpty()) {
      throw new IllegalArgumentException("cannot sample from an empty data set");
    }
    this.items = List.copyOf(items);
    this.random = random;
    this.order = new int[items.size()];
  }

  /** The next {@code count} items. */
  public List<T> next(int count) {
    List<T> batch = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      shuffleFor(drawn / order.length);
      batch.add(items.get(order[(int) (drawn % order.length)]));
      drawn++;
    }
    return batch;
  }

  /** Items drawn so far, over all epochs. */
  public long drawn() {
    return drawn;
  }

  /** Epochs begun so far, as a fraction: 1.5 is halfway through the second. */
  public double epoch() {
    return (double) drawn / order.length;
  }

  public int size() {
    return order.length;
  }

  /** Continues as if {@code count} items had been drawn. */
  public void resumeAt(long count) {
    drawn = count;
  }

  private void shuffleFor(long epoch) {
    if (epoch == orderedEpoch) {
      return;
    }
    RandomStream stream = random.split("epoch", epoch);
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    for (int i = order.length - 1; i > 0; i--) {
      int j = stream.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    orderedEpoch = epoch;
  }
}
