package org.aihf.mujoco.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.aihf.Aihf;
import org.aihf.AihfConfig;
import org.aihf.AihfListener;
import org.aihf.Metrics;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.reward.RewardNetwork;
import org.aihf.mujoco.sac.SacPolicy;
import org.aihf.run.resume.RunState;
import org.jspecify.annotations.Nullable;

/** AIHF: Algorithm 1 from a random policy. */
record JointRun(ControlRun control) {
  Metrics execute() throws IOException {
    ControlRecipe recipe = control.recipe();
    ControlModels models = control.models();
    SacPolicy policy = models.policy(true);
    RewardNetwork reward = models.reward(policy);
    ControlLoopSection loop = recipe.loop();
    boolean demonstrate =
        !models.demonstrations().isEmpty() && recipe.reward().demonstrationWeight() > 0;
    try (ControlRecorder recorder = control.recorder(policy, reward);
        RewardCalibration calibration =
            new RewardCalibration(
                reward,
                policy.sac().learner(),
                models::environment,
                loop.sampledEpisodes(),
                demonstrate ? models.demonstrations() : models.compared(),
                models.random())) {
      LoopListener listener = new LoopListener(control, recorder, calibration);
      Aihf<Trajectory> aihf =
          Aihf.builder(policy, reward)
              .config(
                  new AihfConfig(
                      loop.iterations(),
                      loop.policySteps(),
                      loop.rewardSteps(),
                      recipe.reward().objective(demonstrate),
                      demonstrate ? recipe.reward().demonstrationBatch() : 0,
                      models.preferences().isEmpty() ? 0 : recipe.reward().preferenceBatch(),
                      recipe.seed()))
              .demonstrations(models.demonstrations())
              .preferences(models.preferences())
              .listener(listener)
              .build();
      listener.aihf = aihf;
      Preparation preparation = new Preparation(control, recorder);
      if (control.state().resume(RunState.Phase.LOOP, aihf) == 0) {
        preparation.pretrain(reward);
        recorder.record(0, calibration.after(0));
        recorder.evaluate(0);
      }
      aihf.run();
      preparation.saveReward(reward);
      return recorder.finish(models.collected());
    }
  }

  /** Calibrates, evaluates and saves between iterations. */
  private static final class LoopListener implements AihfListener {
    private final ControlRun control;
    private final ControlRecorder recorder;
    private final RewardCalibration calibration;
    private @Nullable Aihf<Trajectory> aihf;

    LoopListener(ControlRun control, ControlRecorder recorder, RewardCalibration calibration) {
      this.control = control;
      this.recorder = recorder;
      this.calibration = calibration;
    }

    @Override
    public boolean onIteration(int iteration, Metrics metrics) {
      long done = iteration + 1L;
      recorder.record(done, metrics);
      recorder.record(done, calibration.after(done));
      try {
        recorder.afterIteration(done, control.recipe().loop().iterations());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (aihf != null) {
        control.state().afterUnit(RunState.Phase.LOOP, done, aihf);
      }
      return true;
    }
  }
}
