package org.aihf.mujoco.reward;

import org.aihf.mujoco.data.TransitionBatch;

/**
 * r(s, a, s′), by which off-policy learning labels transitions when it draws them: the replay never
 * holds a learned reward that a later update has made stale.
 */
@FunctionalInterface
public interface StepReward {
  /** The environment's own reward, as recorded in the data. */
  static StepReward environment() {
    return (batch, into) -> System.arraycopy(batch.rewards(), 0, into, 0, batch.size());
  }

  /**
   * Labels every transition.
   *
   * @param into receives {@code batch.size()} finite rewards
   */
  void rewards(TransitionBatch batch, float[] into);
}
