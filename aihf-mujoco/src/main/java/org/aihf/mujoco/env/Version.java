package org.aihf.mujoco.env;

/** Which of Gymnasium's revisions of a robot's task. */
public enum Version {
  /**
   * Rewards and endings of v2, v3 and v4, what older papers report: the healthy reward is paid on
   * the falling step too; Walker2d's feet differ in friction.
   */
  V4,
  /** No healthy reward on the step that falls; equal feet. */
  V5
}
