package org.aihf.mujoco.reward;

/** Whether a reward network sees observations less their mean, over their deviation. */
public enum ObservationScaling {
  NONE,
  /** Moments of data given once, by {@link RewardNetwork#fitScaling}. */
  FITTED,
  /** Moments of all that alignment has seen; they, and with them the reward, move at every step. */
  RUNNING
}
