package org.aihf.mujoco.recipe;

/**
 * How the run computes.
 *
 * @param threads of libtorch; networks this small are fastest on one, so run several seeds at once
 */
public record ControlEngineSection(int threads) {
  static ControlEngineSection defaults() {
    return new ControlEngineSection(1);
  }
}
