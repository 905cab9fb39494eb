package org.aihf.mujoco.sac;

import java.util.Arrays;
import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.random.RandomStream;

/**
 * The last transitions of a run, in flat arrays that grow with it; when full, the oldest are
 * overwritten. Rewards are the environment's.
 */
public final class ReplayBuffer {
  private static final int FIRST_ALLOCATION = 4096;

  private final int capacity;
  private final int observationSize;
  private final int actionSize;
  private float[] observations;
  private float[] actions;
  private float[] rewards;
  private float[] nextObservations;
  private float[] terminated;
  private int size;
  private int next;

  public ReplayBuffer(int capacity, int observationSize, int actionSize) {
    this.capacity = capacity;
    this.observationSize = observationSize;
    this.actionSize = actionSize;
    int rows = Math.min(capacity, FIRST_ALLOCATION);
    observations = new float[rows * observationSize];
    actions = new float[rows * actionSize];
    rewards = new float[rows];
    nextObservations = new float[rows * observationSize];
    terminated = new float[rows];
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
    if (next == rewards.length && next < capacity) {
      grow();
    }
    System.arraycopy(observation, 0, observations, next * observationSize, observationSize);
    System.arraycopy(action, 0, actions, next * actionSize, actionSize);
    rewards[next] = (float) reward;
    System.arraycopy(nextObservation, 0, nextObservations, next * observationSize, observationSize);
    terminated[next] = isTerminated ? 1 : 0;
    next = next + 1 == capacity ? 0 : next + 1;
    size = Math.min(size + 1, capacity);
  }

  private void grow() {
    int rows = (int) Math.min(capacity, 2L * rewards.length);
    observations = Arrays.copyOf(observations, rows * observationSize);
    actions = Arrays.copyOf(actions, rows * actionSize);
    rewards = Arrays.copyOf(rewards, rows);
    nextObservations = Arrays.copyOf(nextObservations, rows * observationSize);
    terminated = Arrays.copyOf(terminated, rows);
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
    int s = observationSize;
    int a = actionSize;
    for (int i = 0; i < batch.size(); i++) {
      int row = random.nextInt(size);
      System.arraycopy(observations, row * s, batch.observations(), i * s, s);
      System.arraycopy(actions, row * a, batch.actions(), i * a, a);
      batch.rewards()[i] = rewards[row];
      System.arraycopy(nextObservations, row * s, batch.nextObservations(), i * s, s);
      batch.terminated()[i] = terminated[row];
    }
  }

  /** All that is held, in the order of the arrays; shares nothing. */
  TransitionBatch contents() {
    return new TransitionBatch(
        size,
        observationSize,
        actionSize,
        Arrays.copyOf(observations, size * observationSize),
        Arrays.copyOf(actions, size * actionSize),
        Arrays.copyOf(rewards, size),
        Arrays.copyOf(nextObservations, size * observationSize),
        Arrays.copyOf(terminated, size));
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
