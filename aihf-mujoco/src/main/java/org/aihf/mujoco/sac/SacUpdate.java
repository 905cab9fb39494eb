package org.aihf.mujoco.sac;

import org.aihf.mujoco.data.TransitionBatch;

/**
 * One update of SAC, by whatever computes it. All take the same numbers and give the same up to
 * rounding; actions lie in [-1, 1], noise is standard normal.
 */
interface SacUpdate extends AutoCloseable {
  /** What an update returns. */
  int LOSSES = 6;

  /**
   * Updates critics, temperature, actor and targets.
   *
   * @param rewards {@code [B]}
   * @param noise of the actions drawn in s, then of those in s′: {@code [2B * A]}
   * @return the components of {@link Losses}, in order
   */
  float[] update(TransitionBatch transitions, float[] rewards, float[] noise);

  /** As {@link #update}, without actor and temperature. */
  float[] updateCritics(TransitionBatch transitions, float[] rewards, float[] noise);

  /** A step of the actor towards the batch's own actions; gives mean −log π of them before it. */
  float cloneActions(TransitionBatch transitions);

  /**
   * Actions of the policy.
   *
   * @param observations {@code [n * S]}
   * @param noise {@code [n * A]}; 0: the mode
   * @return {@code [n * A]}
   */
  float[] act(float[] observations, float[] noise);

  /** log π of the actions that {@link #act} gives: {@code [n]}. */
  float[] logProbs(float[] observations, float[] noise);

  /** Takes over the parameters, which somebody else has changed. */
  void load();

  /** Writes everything that updates have changed to the parameters. */
  void store();

  @Override
  void close();
}
