package org.aihf.mujoco.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.aihf.Metrics;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.reward.RewardAgreement;
import org.aihf.mujoco.reward.RewardNetwork;
import org.aihf.mujoco.sac.PolicyRollout;
import org.aihf.mujoco.sac.SacLearner;
import org.aihf.random.RandomStream;

/**
 * Measures offset and scale of an aligned reward before the policy sees it: over what alignment
 * compares, fresh episodes of the policy and as many transitions of the data. Own episodes alone
 * would measure how varied the policy is, and a robot that stands still would multiply its reward.
 */
final class RewardCalibration implements AutoCloseable {
  private final RewardNetwork reward;
  private final SacLearner policy;
  private final PolicyRollout rollout;
  private final List<Trajectory> data;
  private final RandomStream random;

  /**
   * @param episodes of the policy, each time
   * @param data demonstrations, or what else the reward learns from; may be empty
   */
  RewardCalibration(
      RewardNetwork reward,
      SacLearner policy,
      Supplier<Environment> environment,
      int episodes,
      List<Trajectory> data,
      RandomStream random) {
    this.reward = reward;
    this.policy = policy;
    this.rollout = new PolicyRollout(environment, episodes);
    this.data = data;
    this.random = random;
  }

  /** Offset, scale, and how the reward orders the policy's episodes. */
  Metrics after(long iteration) {
    List<Trajectory> own = rollout.stochastic(policy, random.split("calibration", iteration));
    List<Trajectory> all = new ArrayList<>(own);
    int missing = own.stream().mapToInt(Trajectory::length).sum();
    for (Trajectory fragment : data) {
      if (missing <= 0) {
        break;
      }
      all.add(fragment);
      missing -= fragment.length();
    }
    return reward.calibrate(TransitionBatch.of(all)).and(RewardAgreement.of(reward, own).metrics());
  }

  @Override
  public void close() {
    rollout.close();
  }
}
