package org.aihf.mujoco.data;

import java.util.Arrays;
import java.util.List;

/**
 * Transitions side by side in flat arrays, row-major, for numeric code: filled again and again by
 * whoever owns it.
 *
 * @param size n
 * @param observations s: {@code [n * observationSize]}
 * @param actions a, as the policy gives them (in [-1, 1]): {@code [n * actionSize]}
 * @param rewards r: {@code [n]}
 * @param nextObservations s′; at an episode's end its last observation, never the start of the
 *     following one: {@code [n * observationSize]}
 * @param terminated 1 where s′ ended the episode for good, 0 elsewhere and at a time limit: {@code
 *     [n]}
 */
public record TransitionBatch(
    int size,
    int observationSize,
    int actionSize,
    float[] observations,
    float[] actions,
    float[] rewards,
    float[] nextObservations,
    float[] terminated) {

  /** Room for {@code size} transitions. */
  public static TransitionBatch allocate(int size, int observationSize, int actionSize) {
    return new TransitionBatch(
        size,
        observationSize,
        actionSize,
        new float[size * observationSize],
        new float[size * actionSize],
        new float[size],
        new float[size * observationSize],
        new float[size]);
  }

  /**
   * All transitions of some trajectories, in order.
   *
   * @throws IllegalArgumentException if there is no trajectory, or sizes differ
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
    TransitionBatch batch = allocate(total, first.observationSize(), first.actionSize());
    int row = 0;
    for (Trajectory trajectory : trajectories) {
      batch.set(row, trajectory);
      row += trajectory.length();
    }
    return batch;
  }

  /** Copies all transitions of a trajectory into the rows from {@code row} on. */
  public void set(int row, Trajectory trajectory) {
    int s = observationSize;
    int a = actionSize;
    if (trajectory.observationSize() != s || trajectory.actionSize() != a) {
      throw new IllegalArgumentException(
          "a batch of observations of %d and actions of %d numbers does not take a trajectory with %d and %d"
              .formatted(s, a, trajectory.observationSize(), trajectory.actionSize()));
    }
    int count = trajectory.length();
    float[] path = trajectory.observations();
    System.arraycopy(path, 0, observations, row * s, count * s);
    System.arraycopy(path, s, nextObservations, row * s, count * s);
    System.arraycopy(trajectory.actions(), 0, actions, row * a, count * a);
    System.arraycopy(trajectory.rewards(), 0, rewards, row, count);
    Arrays.fill(terminated, row, row + count, 0);
    terminated[row + count - 1] = trajectory.terminated() ? 1 : 0;
  }

  /** One transition, as a trajectory of length 1; a copy. */
  public Trajectory transition(int row) {
    int s = observationSize;
    float[] path = new float[2 * s];
    System.arraycopy(observations, row * s, path, 0, s);
    System.arraycopy(nextObservations, row * s, path, s, s);
    return new Trajectory(
        path,
        Arrays.copyOfRange(actions, row * actionSize, (row + 1) * actionSize),
        new float[] {rewards[row]},
        s,
        actionSize,
        terminated[row] != 0);
  }
}
