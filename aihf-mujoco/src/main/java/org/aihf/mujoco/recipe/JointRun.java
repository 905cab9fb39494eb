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
import org.jspecify.annotations.Nullable;

/** AIHF: Algorithm 1 from a random policy. */
record JointRun(ControlRun control) {
  ControlOutcome execute() throws IOException {
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
      LoopListener listener = new LoopListener(recorder, calibration);
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
      Iterations iterations = new Iterations(control, recorder, policy.sac().learner(), aihf);
      listener.iterations = iterations;
      Preparation preparation = new Preparation(control, recorder);
      if (iterations.begin() == 0) {
        preparation.pretrain(reward);
        recorder.record(0, calibration.after(0));
        iterations.evaluateFirst();
      }
      if (iterations.goesOn()) {
        aihf.run();
      }
      preparation.saveReward(reward);
      return iterations.finish();
    }
  }

  /** Calibrates between iterations, before what comes after every one of them. */
  private static final class LoopListener implements AihfListener {
    private final ControlRecorder recorder;
    private final RewardCalibration calibration;
    private @Nullable Iterations iterations;

    LoopListener(ControlRecorder recorder, RewardCalibration calibration) {
      this.recorder = recorder;
      this.calibration = calibration;
    }

    @Override
    public boolean onIteration(int iteration, Metrics metrics) {
      if (iterations == null) {
        throw new IllegalStateException("the run has not begun");
      }
      long done = iteration + 1L;
      recorder.record(done, metrics);
      recorder.record(done, calibration.after(done));
      try {
        iterations.end(done);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return iterations.goesOn();
    }
  }
}
