package org.aihf.mujoco.reward;

import java.util.ArrayList;
import java.util.List;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.reward.RewardFunction;

/** R(τ) = Σ γ^t r(s_t, a_t, s_{t+1}), t from the trajectory's own start. */
public final class DiscountedReturn implements RewardFunction<Trajectory> {
  /** Transitions that are asked for at once. */
  static final int CHUNK = 1 << 15;

  private final StepReward reward;
  private final double discount;

  public DiscountedReturn(StepReward reward, double discount) {
    this.reward = reward;
    this.discount = discount;
  }

  @Override
  public double[] score(List<Trajectory> trajectories) {
    double[] returns = new double[trajectories.size()];
    for (int from = 0; from < returns.length; ) {
      List<Trajectory> some = chunk(trajectories, from);
      TransitionBatch batch = TransitionBatch.of(some);
      float[] rewards = new float[batch.size()];
      reward.rewards(batch, rewards);
      int row = 0;
      for (Trajectory trajectory : some) {
        returns[from++] = sum(rewards, row, trajectory.length(), discount);
        row += trajectory.length();
      }
    }
    return returns;
  }

  /** As many as fit into a chunk, and at least one. */
  private static List<Trajectory> chunk(List<Trajectory> trajectories, int from) {
    List<Trajectory> some = new ArrayList<>();
    int rows = 0;
    for (Trajectory trajectory : trajectories.subList(from, trajectories.size())) {
      if (rows > 0 && rows + trajectory.length() > CHUNK) {
        break;
      }
      some.add(trajectory);
      rows += trajectory.length();
    }
    return some;
  }

  /** Σ γ^t r_t of {@code count} rewards from one on. */
  static double sum(float[] rewards, int from, int count, double discount) {
    double sum = 0;
    double factor = 1;
    for (int t = from; t < from + count; t++) {
      sum += factor * rewards[t];
      factor *= discount;
    }
    return sum;
  }
}
