package org.aihf.mujoco.collect;

import java.util.List;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.statistics.Summary;

/**
 * What one checkpoint did.
 *
 * @param name such as {@code step-300000}
 * @param trajectories whole episodes
 */
public record CheckpointData(String name, List<Trajectory> trajectories) {
  public CheckpointData {
    if (trajectories.isEmpty()) {
      throw new IllegalArgumentException("checkpoint '" + name + "' has no trajectory");
    }
    trajectories = List.copyOf(trajectories);
  }

  /** Of the true returns of its episodes. */
  public Summary returns() {
    return summary(trajectories);
  }

  public long transitions() {
    return transitions(trajectories);
  }

  static Summary summary(List<Trajectory> trajectories) {
    return Summary.of(trajectories.stream().mapToDouble(Trajectory::trueReturn).toArray());
  }

  static long transitions(List<Trajectory> trajectories) {
    return trajectories.stream().mapToLong(Trajectory::length).sum();
  }
}
