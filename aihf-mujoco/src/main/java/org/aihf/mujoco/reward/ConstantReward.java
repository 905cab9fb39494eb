package org.aihf.mujoco.reward;

import java.util.Arrays;
import org.aihf.mujoco.data.TransitionBatch;

/**
 * The same reward for every step: the control run of reward learning where episodes can end early.
 * What a policy reaches with it, it owes to the length of episodes and not to what was learned.
 */
public record ConstantReward(float value) implements StepReward {
  public ConstantReward {
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException("a constant reward must be finite, not " + value);
    }
  }

  @Override
  public void rewards(TransitionBatch batch, float[] into) {
    Arrays.fill(into, 0, batch.size(), value);
  }
}
