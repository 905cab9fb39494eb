package org.aihf.mujoco.recipe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.aihf.Checkpointable;
import org.aihf.Metrics;
import org.aihf.mujoco.reward.StepReward;
import org.aihf.mujoco.sac.Sac;
import org.aihf.mujoco.sac.SacPolicy;
import org.aihf.mujoco.sac.SacStep;

/** SAC, iteration by iteration, on a reward that stays as it is. */
record FixedRewardRun(ControlRun control) {
  /** From a random policy. */
  ControlOutcome execute(StepReward reward) throws IOException {
    SacPolicy policy = control.models().policy(true);
    try (ControlRecorder recorder = control.recorder(policy, null)) {
      return learn(policy, reward, policy, recorder);
    }
  }

  /**
   * Learns to the end, and evaluates.
   *
   * @param saved all that a state holds
   */
  ControlOutcome learn(
      SacPolicy policy, StepReward reward, Checkpointable saved, ControlRecorder recorder)
      throws IOException {
    Iterations iterations = new Iterations(control, recorder, policy.sac().learner(), saved);
    long done = iterations.begin();
    if (done == 0) {
      iterations.evaluateFirst();
    }
    for (long k = done + 1; iterations.goesOn(); k++) {
      recorder.record(k, learn(policy.sac(), reward));
      iterations.end(k);
    }
    return iterations.finish();
  }

  private Metrics learn(Sac sac, StepReward reward) {
    List<Metrics> updates = new ArrayList<>();
    List<Metrics> episodes = new ArrayList<>();
    sac.learn(
        control.recipe().loop().policySteps(),
        reward,
        step -> {
          if (step.losses() != null) {
            updates.add(step.losses().metrics());
          }
          SacStep.Episode episode = step.episode();
          if (episode != null) {
            episodes.add(
                Metrics.of("rollout/ep_rew_mean", episode.trueReturn())
                    .with("rollout/ep_len_mean", episode.length()));
          }
          return true;
        });
    return Metrics.mean(updates).and(Metrics.mean(episodes));
  }
}
