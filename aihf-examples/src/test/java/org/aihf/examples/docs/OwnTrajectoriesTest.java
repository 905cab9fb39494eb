package org.aihf.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.aihf.data.EpochSampler;
import org.aihf.data.Preference;
import org.aihf.mujoco.data.Actor;
import org.aihf.mujoco.data.EpisodeCollector;
import org.aihf.mujoco.data.Labeler;
import org.aihf.mujoco.data.PreferenceFile;
import org.aihf.mujoco.data.PreferenceSampler;
import org.aihf.mujoco.data.PreferenceSampler.Ties;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.data.TrajectoryFile;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Environments;
import org.aihf.mujoco.reward.ObservationScaling;
import org.aihf.mujoco.reward.RewardAgreement;
import org.aihf.mujoco.reward.RewardNetwork;
import org.aihf.mujoco.reward.RewardNetworkConfig;
import org.aihf.objective.JointObjective;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardBatch;
import org.aihf.torch.LearningRateSchedule;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/how-to/own-trajectories.md. */
class OwnTrajectoriesTest {
  @TempDir Path directory;

  @Test
  void aRewardIsLearnedFromOwnTrajectories() {
    Path file = directory.resolve("episodes.npz");
    Path preferenceFile = directory.resolve("preferences.jsonl");

    // snippet: record
    try (Environment pendulum = Environments.make("Pendulum-v1")) {
      Actor torque = Actor.of(observation -> new double[] {-2 * Math.signum(observation[2])});
      Actor mixed = torque.mixedWith(Actor.uniform(pendulum.actionSpace()), 0.3);
      TrajectoryFile.write(
          file, new EpisodeCollector(pendulum, mixed, RandomStream.of(1)).episodes(40));
    }
    // end

    // snippet: compare
    List<Trajectory> episodes = TrajectoryFile.read(file);
    PreferenceSampler sampler = new PreferenceSampler(25, Labeler.bradleyTerry(1, 2), Ties.DROP);
    PreferenceFile.write(preferenceFile, sampler.within(episodes, 2000, RandomStream.of(2)));
    // end

    RewardAgreement agreement;
    // snippet: learn
    RewardNetworkConfig config =
        RewardNetworkConfig.of(3, 1).withScaling(ObservationScaling.FITTED).withDiscount(1);
    try (TorchRuntime runtime = TorchRuntime.cpu(1);
        RewardNetwork reward =
            new RewardNetwork(
                runtime, config, RandomStream.of(3), LearningRateSchedule.constant(1e-3))) {
      reward.fitScaling(episodes);
      EpochSampler<Preference<Trajectory>> pairs =
          new EpochSampler<>(
              PreferenceFile.read(preferenceFile, episodes).preferences(), RandomStream.of(4));
      for (int i = 0; i < 300; i++) {
        reward.align(
            new RewardBatch<>(List.of(), List.of(), pairs.next(32)), JointObjective.bradleyTerry());
      }
      agreement = RewardAgreement.of(reward, episodes);
    }
    // end
    assertThat(agreement.spearman()).isGreaterThan(0.9);
    assertThat(agreement.pearson()).isGreaterThan(0.9);
  }
}
