package org.aihf.mujoco.data;

import java.util.List;

/**
 * Transitions (s, a, s') side by side in flat arrays, row after row: a replay minibatch, or some
 * trajectories' steps. A buffer to be filled again and again; only the first {@link #size} rows
 * count.
 */
public final class TransitionBatch {
  private final int capacity;
  private final int observationSize;
  private final int actionSize;
  private final float[] observations;
  private final float[] actions;
  private final float[] nextObservations;
  private final boolean[] terminated;
  private int size;

  /** Room for {@code capacity} transitions; all of them count until {@link #resize}. */
  public TransitionBatch(int capacity, int observationSize, int actionSize) {
    this.capacity = capacity;
    this.observationSize = observationSize;
    this.actionSize = actionSize;
    this.observations = new float[Math.multiplyExact(capacity, observationSize)];
    this.actions = new float[Math.multiplyExact(capacity, actionSize)];
    this.nextObservations = new float[observations.length];
    this.terminated = new boolean[capacity];
    this.size = capacity;
  }

  /**
   * All transitions of some trajectories, in order.
   *
   * @throws IllegalArgumentException if there is none, or sizes differ
   */
  public static TransitionBatch of(List<Trajectory> trajectories) {
    if (trajectories.isEmpty()) {
      throw new IllegalArgumentException("no trajectory, so no transitions");
    }
    int total = 0;
    for (Trajectory trajectory : trajectories) {
      total = Math.addExact(total, trajectory.length());
    }
    Trajectory first = trajectories.get(0);
    TransitionBatch batch = new TransitionBatch(total, first.observationSize(), first.actionSize());
    int row = 0;
    for (Trajectory trajectory : trajectories) {
      batch.set(row, trajectory, 0, trajectory.length());
      row += trajectory.length();
    }
    return batch;
  }

  /** Rows that count. */
  public int size() {
    return size;
  }

  /** Lets the first {@code rows} count. */
  public void resize(int rows) {
    if (rows < 0 || rows > capacity) {
      throw new IllegalArgumentException(rows + " rows in a batch with room for " + capacity);
    }
    size = rows;
  }

  public int capacity() {
    return capacity;
  }

  public int observationSize() {
    return observationSize;
  }

  public int actionSize() {
    return actionSize;
  }

  /** s: capacity · observationSize numbers; the array itself. */
  public float[] observations() {
    return observations;
  }

  /** a: capacity · actionSize numbers; the array itself. */
  public float[] actions() {
    return actions;
  }

  /** s': capacity · observationSize numbers; the array itself. */
  public float[] nextObservations() {
    return nextObservations;
  }

  /** Whether s' ended the task (no time limit); the array itself. */
  public boolean[] terminated() {
    return terminated;
  }

  /** Copies the transitions {@code from} to {@code to} (exclusive) of a trajectory into rows. */
  public void set(int row, Trajectory trajectory, int from, int to) {
    requireSizes(trajectory);
    int count = to - from;
    int s = observationSize;
    int a = actionSize;
    System.arraycopy(trajectory.observations(), from * s, observations, row * s, count * s);
    System.arraycopy(trajectory.actions(), from * a, actions, row * a, count * a);
    System.arraycopy(
        trajectory.observations(), (from + 1) * s, nextObservations, row * s, count * s);
    for (int i = 0; i < count; i++) {
      terminated[row + i] = trajectory.terminated() && from + i == trajectory.length() - 1;
    }
  }

  private void requireSizes(Trajectory trajectory) {
    if (trajectory.observationSize() != observationSize || trajectory.actionSize() != actionSize) {
      throw new IllegalArgumentException(
          "a batch of observations of %d and actions of %d numbers does not take a trajectory with %d and %d"
              .formatted(
                  observationSize,
                  actionSize,
                  trajectory.observationSize(),
                  trajectory.actionSize()));
    }
  }
}
