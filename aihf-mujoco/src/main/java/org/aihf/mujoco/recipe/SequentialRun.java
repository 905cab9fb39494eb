package org.aihf.mujoco.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aihf.Checkpointable;
import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.mujoco.reward.RewardNetwork;
import org.aihf.mujoco.sac.SacPolicy;

/** RLHF: a reward of the preferences, then SAC on it from the cloned policy. */
record SequentialRun(ControlRun control) {
  ControlOutcome execute() throws IOException {
    SacPolicy policy = control.models().policy(false);
    RewardNetwork reward = control.models().reward(policy);
    try (ControlRecorder recorder = control.recorder(policy, reward)) {
      if (control.run().position() == null) {
        Preparation preparation = new Preparation(control, recorder);
        preparation.pretrain(reward);
        reward.calibrate(TransitionBatch.of(control.models().compared()));
        preparation.saveReward(reward);
        preparation.cloneDemonstrations(policy);
        preparation.warmUpCritics(policy.sac(), reward);
      }
      PolicyAndReward both = new PolicyAndReward(policy, reward);
      return new FixedRewardRun(control).learn(policy, reward, both, recorder);
    }
  }

  /** What a state of RLHF holds: the reward too, that it is the one the policy is trained on. */
  private record PolicyAndReward(SacPolicy policy, RewardNetwork reward) implements Checkpointable {
    @Override
    public void save(Path directory) throws IOException {
      policy.save(Files.createDirectory(directory.resolve("policy")));
      reward.save(directory.resolve(Preparation.REWARD));
    }

    @Override
    public void restore(Path directory) throws IOException {
      reward.restore(directory.resolve(Preparation.REWARD));
      policy.restore(directory.resolve("policy"));
    }
  }
}
