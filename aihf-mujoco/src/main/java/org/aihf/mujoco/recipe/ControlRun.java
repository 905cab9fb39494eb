package org.aihf.mujoco.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.aihf.Aihf;
import org.aihf.AihfConfig;
import org.aihf.AihfListener;
import org.aihf.Checkpointable;
import org.aihf.Metrics;
import org.aihf.data.EpochSampler;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.mujoco.reward.ConstantReward;
import org.aihf.mujoco.reward.RewardAgreement;
import org.aihf.mujoco.reward.RewardNetwork;
import org.aihf.mujoco.reward.StepReward;
import org.aihf.mujoco.sac.BehaviorCloning;
import org.aihf.mujoco.sac.Sac;
import org.aihf.mujoco.sac.SacPolicy;
import org.aihf.mujoco.sac.SacStep;
import org.aihf.reward.RewardBatch;
import org.aihf.run.AtomicFiles;
import org.aihf.run.RunDirectory;
import org.aihf.run.resume.CheckpointSection;
import org.aihf.run.resume.RunState;
import org.jspecify.annotations.Nullable;

/** Carries out a {@link ControlRecipe}: one method after the other, read top to bottom. */
final class ControlRun {
  private static final String REWARD = "reward";

  /** Steps of the warm-up between two looks at whether the run is to end. */
  private static final int WARMUP_SITTING = 500;

  private final ControlRecipe recipe;
  private final ControlModels models;
  private final RunDirectory run;
  private final RunState state;

  ControlRun(
      ControlRecipe recipe, ControlModels models, RunDirectory run, BooleanSupplier interrupted) {
    this.recipe = recipe;
    this.models = models;
    this.run = run;
    CheckpointSection checkpoint = recipe.checkpoint();
    this.state = new RunState(run, checkpoint, interrupted);
  }

  /** Trains, evaluates, exports. Returns the last evaluation. */
  Metrics execute() throws IOException {
    return switch (recipe.method()) {
      case SAC -> fixedReward(models.policy(true), StepReward.environment());
      case CONSTANT_REWARD -> fixedReward(models.policy(true), new ConstantReward(1));
      case BC -> cloning();
      case RLHF -> rlhf();
      case AIHF -> aihf();
    };
  }

  // ---- SAC on a reward that nobody learns ------------------------------------------------------

  private Metrics fixedReward(SacPolicy policy, StepReward reward) throws IOException {
    try (ControlRecorder recorder = recorder(policy, null)) {
      return learn(policy, reward, policy, recorder);
    }
  }

  /** Policy alignment only, iteration by iteration; {@code saved} is all that a state holds. */
  private Metrics learn(
      SacPolicy policy, StepReward reward, Checkpointable saved, ControlRecorder recorder)
      throws IOException {
    long total = recipe.loop().iterations();
    long done = state.resume(RunState.Phase.LOOP, saved);
    if (done == 0) {
      recorder.evaluate(0);
    }
    for (long k = done + 1; k <= total; k++) {
      recorder.record(k, learn(policy.sac(), reward));
      recorder.afterIteration(k, total);
      state.afterUnit(RunState.Phase.LOOP, k, saved);
    }
    return recorder.finish(models.collected());
  }

  private Metrics learn(Sac sac, StepReward reward) {
    List<Metrics> updates = new ArrayList<>();
    List<Metrics> episodes = new ArrayList<>();
    sac.learn(
        recipe.loop().policySteps(),
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

  // ---- Behaviour cloning -----------------------------------------------------------------------

  private Metrics cloning() throws IOException {
    SacPolicy policy = models.policy(false);
    try (ControlRecorder recorder = recorder(policy, null)) {
      cloneDemonstrations(policy, recorder);
      recorder.evaluate(recipe.loop().iterations());
      return recorder.finish(models.collected());
    }
  }

  private void cloneDemonstrations(SacPolicy policy, ControlRecorder recorder) {
    BehaviorCloning cloning =
        new BehaviorCloning(policy.sac(), models.episodes(), models.random().split("cloning"));
    double loss =
        cloning.run(recipe.cloning().steps(), () -> state.endIfInterrupted("behaviour cloning"));
    recorder.record(0, Metrics.of("cloning/loss", loss));
  }

  // ---- RLHF: a reward of the preferences, SAC from the cloned policy ----------------------------
  // States are saved from the loop's first iteration on; what comes before takes a minute or two
  // and
  // is done again, with the same bits, by a run that was killed in it.

  private Metrics rlhf() throws IOException {
    SacPolicy policy = models.policy(false);
    RewardNetwork reward = models.reward(policy);
    try (ControlRecorder recorder = recorder(policy, reward)) {
      if (run.position() == null) {
        pretrain(reward, recorder);
        reward.calibrate(TransitionBatch.of(compared()));
        saveReward(reward);
        cloneDemonstrations(policy, recorder);
        warmUpCritics(policy.sac(), reward);
      }
      return learn(policy, reward, new PolicyAndReward(policy, reward), recorder);
    }
  }

  /** What a state of RLHF holds: the reward too, that it is the one the policy is trained on. */
  private record PolicyAndReward(SacPolicy policy, RewardNetwork reward) implements Checkpointable {
    @Override
    public void save(Path directory) throws IOException {
      policy.save(Files.createDirectory(directory.resolve("policy")));
      reward.save(directory.resolve(REWARD));
    }

    @Override
    public void restore(Path directory) throws IOException {
      reward.restore(directory.resolve(REWARD));
      policy.restore(directory.resolve("policy"));
    }
  }

  private void warmUpCritics(Sac sac, StepReward reward) {
    for (int left = recipe.cloning().criticWarmup(); left > 0; left -= WARMUP_SITTING) {
      sac.warmUpCritics(Math.min(left, WARMUP_SITTING), reward);
      state.endIfInterrupted("the critics' warm-up");
    }
  }

  private List<Trajectory> compared() {
    List<Trajectory> compared = new ArrayList<>();
    models.preferences().stream()
        .limit(1000)
        .forEach(pair -> compared.addAll(List.of(pair.chosen(), pair.rejected())));
    return compared;
  }

  private void pretrain(RewardNetwork reward, ControlRecorder recorder) {
    if (recipe.reward().pretrainingSteps() == 0 || models.preferences().isEmpty()) {
      return;
    }
    var sampler = new EpochSampler<>(models.preferences(), models.random().split("pretraining"));
    List<Metrics> steps = new ArrayList<>();
    for (int i = 0; i < recipe.reward().pretrainingSteps(); i++) {
      var pairs = sampler.next(recipe.reward().preferenceBatch());
      steps.add(
          reward.align(
              new RewardBatch<>(List.of(), List.of(), pairs), recipe.reward().objective(false)));
      state.endIfInterrupted("the reward's pretraining");
    }
    recorder.record(0, Metrics.mean(steps.subList(steps.size() / 2, steps.size())));
    recorder.record(0, RewardAgreement.of(reward, compared()).metrics());
  }

  private void saveReward(RewardNetwork reward) throws IOException {
    AtomicFiles.writeDirectory(run.checkpoint(REWARD), reward::save);
  }

  // ---- AIHF: Algorithm 1 -----------------------------------------------------------------------

  private Metrics aihf() throws IOException {
    SacPolicy policy = models.policy(true);
    RewardNetwork reward = models.reward(policy);
    ControlLoopSection loop = recipe.loop();
    boolean demonstrate =
        !models.demonstrations().isEmpty() && recipe.reward().demonstrationWeight() > 0;
    try (ControlRecorder recorder = recorder(policy, reward);
        RewardCalibration calibration =
            new RewardCalibration(
                reward,
                policy.sac().learner(),
                models::environment,
                loop.sampledEpisodes(),
                demonstrate ? models.demonstrations() : compared(),
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
      listener.aihf = aihf;
      if (state.resume(RunState.Phase.LOOP, aihf) == 0) {
        pretrain(reward, recorder);
        recorder.record(0, calibration.after(0));
        recorder.evaluate(0);
      }
      aihf.run();
      saveReward(reward);
      return recorder.finish(models.collected());
    }
  }

  /** Calibrates, evaluates and saves between iterations. */
  private final class LoopListener implements AihfListener {
    private final ControlRecorder recorder;
    private final RewardCalibration calibration;
    private @Nullable Aihf<Trajectory> aihf;

    LoopListener(ControlRecorder recorder, RewardCalibration calibration) {
      this.recorder = recorder;
      this.calibration = calibration;
    }

    @Override
    public boolean onIteration(int iteration, Metrics metrics) {
      long done = iteration + 1L;
      recorder.record(done, metrics);
      recorder.record(done, calibration.after(done));
      try {
        recorder.afterIteration(done, recipe.loop().iterations());
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      if (aihf != null) {
        state.afterUnit(RunState.Phase.LOOP, done, aihf);
      }
      return true;
    }
  }

  private ControlRecorder recorder(SacPolicy policy, @Nullable RewardNetwork learned) {
    return new ControlRecorder(
        run,
        recipe,
        policy.sac().learner(),
        models::environment,
        learned,
        recipe.loop().iterations());
  }
}
