package org.aihf.mujoco;

import java.nio.DoubleBuffer;

/** How Java reaches the state of one {@code mjData}; the buffers live as long as the data. */
interface DataState extends AutoCloseable {
  double time();

  /** Positions, length nq. Writes reach the simulation with {@link #push}. */
  DoubleBuffer qpos();

  /** Velocities, length nv. Writes reach the simulation with {@link #push}. */
  DoubleBuffer qvel();

  /** Controls, length nu. Writes reach the simulation with {@link #pushControl}. */
  DoubleBuffer ctrl();

  /** Makes time, positions and velocities in Java those of the simulation. */
  void pull();

  /** Makes positions and velocities of the simulation those in Java. */
  void push();

  void pushControl();

  /**
   * Everything the next step depends on: time, positions, velocities, activations, warm start,
   * controls.
   */
  double[] save();

  /**
   * Continues from {@link #save}.
   *
   * @throws IllegalArgumentException for a state of another length
   */
  void restore(double[] state);

  @Override
  void close();
}
