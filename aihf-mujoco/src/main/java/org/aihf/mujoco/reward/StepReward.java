package org.aihf.mujoco.reward;

import java.util.ArrayList;
import java.util.List;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.reward.RewardFunction;

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

  /** A reward of trajectories, asked for every transition as a trajectory of length 1. */
  static StepReward ofTransitions(RewardFunction<Trajectory> reward) {
    return (batch, into) -> {
      List<Trajectory> transitions = new ArrayList<>(batch.size());
      for (int i = 0; i < batch.size(); i++) {
        transitions.add(batch.transition(i));
      }
      double[] scores = reward.finiteScores(transitions);
      for (int i = 0; i < scores.length; i++) {
        into[i] = (float) scores[i];
      }
    };
  }

  /**
   * Labels every transition.
   *
   * @param into receives {@code batch.size()} finite rewards
   */
  void rewards(TransitionBatch batch, float[] into);
}
