package org.aihf.mujoco.sac;

import java.util.Arrays;
import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.random.RandomStream;

/**
 * The last transitions of a run, in one array that grows with it; when full, the oldest are
 * overwritten. Rewards are the environment's.
 *
 * <p>A transition's numbers lie side by side: a minibatch reads random ones, each from memory that
 * no cache holds.
 */
public final class ReplayBuffer {
  private static final int FIRST_ALLOCATION = 4096;

  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final int capacity;
  private final int observationSize;
  private final int actionSize;

  /** Numbers of a transition: s, a, r, s′, terminated. */
  private final int width;

  /** Where r lies among them. */
  private final int rewardAt;

  private float[] rows;
  private int size;
  private int next;

  /**
   * An empty one.
   *
   * @throws IllegalArgumentException if so many transitions are more than a Java array holds
   */
  public ReplayBuffer(int capacity, int observationSize, int actionSize) {
    this.capacity = capacity;
    this.observationSize = observationSize;
    this.actionSize = actionSize;
    rewardAt = observationSize + actionSize;
    width = rewardAt + 1 + observationSize + 1;
    if ((long) capacity * width > LARGEST_ARRAY) {
      throw new IllegalArgumentException(
          "a replay of %d transitions of %d numbers is too large: it holds at most %d of them"
              .formatted(capacity, width, LARGEST_ARRAY / width));
    }
    rows = new float[Math.min(capacity, FIRST_ALLOCATION) * width];
  }

  /** Transitions held. */
  public int size() {
    return size;
  }

  /** Transitions it can hold. */
  public int capacity() {
    return capacity;
  }

  /**
   * Remembers one transition.
   *
   * @param nextObservation the episode's last observation where it ended
   * @param isTerminated false at a time limit: the future beyond it still counts
   */
  public void add(
      float[] observation,
      float[] action,
      double reward,
      float[] nextObservation,
      boolean isTerminated) {
    int at = next * width;
    if (at == rows.length) {
      rows = Arrays.copyOf(rows, (int) Math.min((long) capacity * width, 2L * rows.length));
    }
    System.arraycopy(observation, 0, rows, at, observationSize);
    System.arraycopy(action, 0, rows, at + observationSize, actionSize);
    rows[at + rewardAt] = (float) reward;
    System.arraycopy(nextObservation, 0, rows, at + rewardAt + 1, observationSize);
    rows[at + width - 1] = isTerminated ? 1 : 0;
    next = next + 1 == capacity ? 0 : next + 1;
    size = Math.min(size + 1, capacity);
  }

  /**
   * Draws transitions uniformly, with replacement.
   *
   * @throws IllegalStateException when empty
   */
  public void sample(RandomStream random, TransitionBatch batch) {
    if (size == 0) {
      throw new IllegalStateException("nothing to sample: the replay is empty");
    }
    for (int i = 0; i < batch.size(); i++) {
      copy(random.nextInt(size), batch, i);
    }
  }

  private void copy(int row, TransitionBatch batch, int i) {
    int s = observationSize;
    int a = actionSize;
    int at = row * width;
    System.arraycopy(rows, at, batch.observations(), i * s, s);
    System.arraycopy(rows, at + s, batch.actions(), i * a, a);
    batch.rewards()[i] = rows[at + rewardAt];
    System.arraycopy(rows, at + rewardAt + 1, batch.nextObservations(), i * s, s);
    batch.terminated()[i] = rows[at + width - 1];
  }

  /** All that is held, in the order of the rows; shares nothing. */
  TransitionBatch contents() {
    TransitionBatch contents = TransitionBatch.allocate(size, observationSize, actionSize);
    for (int i = 0; i < size; i++) {
      copy(i, contents, i);
    }
    return contents;
  }

  /** Where the next transition goes. */
  int next() {
    return next;
  }

  /** Adds every transition of a batch: demonstrations, or a replay from elsewhere. */
  public void addAll(TransitionBatch batch) {
    float[] observation = new float[observationSize];
    float[] action = new float[actionSize];
    float[] following = new float[observationSize];
    for (int i = 0; i < batch.size(); i++) {
      System.arraycopy(batch.observations(), i * observationSize, observation, 0, observationSize);
      System.arraycopy(batch.actions(), i * actionSize, action, 0, actionSize);
      System.arraycopy(
          batch.nextObservations(), i * observationSize, following, 0, observationSize);
      add(observation, action, batch.rewards()[i], following, batch.terminated()[i] != 0);
    }
  }

  /** Holds exactly this from now on. */
  void restore(TransitionBatch contents, int nextRow) {
    size = 0;
    next = 0;
    addAll(contents);
    next = nextRow;
  }
}
