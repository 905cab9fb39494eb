package org.aihf.mujoco.data;

import java.util.List;

/**
 * A place in a list of trajectories.
 *
 * @param episode index of the trajectory, from 0
 * @param from first transition
 * @param to after the last transition
 */
public record Fragment(int episode, int from, int to) {
  /** The transitions meant. */
  public Trajectory of(List<Trajectory> trajectories) {
    return trajectories.get(episode).slice(from, to);
  }

  /** All of a trajectory. */
  static Fragment whole(List<Trajectory> trajectories, int episode) {
    return new Fragment(episode, 0, trajectories.get(episode).length());
  }
}
