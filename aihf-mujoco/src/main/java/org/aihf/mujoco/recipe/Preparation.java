package org.aihf.mujoco.recipe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.aihf.Metrics;
import org.aihf.data.EpochSampler;
import org.aihf.mujoco.reward.RewardAgreement;
import org.aihf.mujoco.reward.RewardNetwork;
import org.aihf.mujoco.sac.BehaviorCloning;
import org.aihf.mujoco.sac.Sac;
import org.aihf.mujoco.sac.SacPolicy;
import org.aihf.reward.RewardBatch;
import org.aihf.run.AtomicFiles;

/**
 * What comes before the loop: it takes a minute or two, saves no state, and is done again, with the
 * same bits, by a run that was killed in it.
 */
record Preparation(ControlRun control, ControlRecorder recorder) {
  static final String REWARD = "reward";

  /** Steps of the warm-up between two looks at whether the run is to end. */
  private static final int WARMUP_SITTING = 500;

  void cloneDemonstrations(SacPolicy policy) {
    ControlModels models = control.models();
    BehaviorCloning cloning =
        new BehaviorCloning(policy.sac(), models.episodes(), models.random().split("cloning"));
    double loss =
        cloning.run(
            control.recipe().cloning().steps(),
            () -> control.state().endIfInterrupted("behaviour cloning"));
    recorder.record(0, Metrics.of("cloning/loss", loss));
  }

  void warmUpCritics(Sac sac, RewardNetwork reward) {
    int steps = control.recipe().cloning().criticWarmup();
    for (int left = steps; left > 0; left -= WARMUP_SITTING) {
      sac.warmUpCritics(Math.min(left, WARMUP_SITTING), reward);
      control.state().endIfInterrupted("the critics' warm-up");
    }
  }

  /** Teaches a reward the preferences, if there are any. */
  void pretrain(RewardNetwork reward) {
    ControlRewardSection section = control.recipe().reward();
    var preferences = control.models().preferences();
    if (section.pretrainingSteps() == 0 || preferences.isEmpty()) {
      return;
    }
    var sampler = new EpochSampler<>(preferences, control.models().random().split("pretraining"));
    List<Metrics> steps = new ArrayList<>();
    for (int i = 0; i < section.pretrainingSteps(); i++) {
      var pairs = sampler.next(section.preferenceBatch());
      steps.add(
          reward.align(new RewardBatch<>(List.of(), List.of(), pairs), section.objective(false)));
      control.state().endIfInterrupted("the reward's pretraining");
    }
    recorder.record(0, Metrics.mean(steps.subList(steps.size() / 2, steps.size())));
    recorder.record(0, RewardAgreement.of(reward, control.models().compared()).metrics());
  }

  void saveReward(RewardNetwork reward) throws IOException {
    AtomicFiles.writeDirectory(control.run().checkpoint(REWARD), reward::save);
  }
}
