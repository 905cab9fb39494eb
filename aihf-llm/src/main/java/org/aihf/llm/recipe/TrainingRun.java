package org.aihf.llm.recipe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.aihf.Aihf;
import org.aihf.AihfConfig;
import org.aihf.AihfListener;
import org.aihf.Checkpointable;
import org.aihf.Metrics;
import org.aihf.data.Preference;
import org.aihf.llm.Completion;
import org.aihf.llm.CompletionSampler;
import org.aihf.llm.Critic;
import org.aihf.llm.KlPenalty;
import org.aihf.llm.LmPolicy;
import org.aihf.llm.PolicyConfig;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.SequenceClassifier;
import org.aihf.llm.text.Tokenizer;
import org.aihf.llm.train.DirectData;
import org.aihf.llm.train.DirectTrainer;
import org.aihf.llm.train.KtoTrainer;
import org.aihf.llm.train.RewardTrainer;
import org.aihf.llm.train.SelfPlayConfig;
import org.aihf.llm.train.SelfPlayTrainer;
import org.aihf.llm.train.Trainer;
import org.aihf.objective.AihfDpoObjective;
import org.aihf.objective.JointObjective;
import org.aihf.objective.KtoObjective;
import org.aihf.objective.MarginLoss;
import org.aihf.objective.PolicyObjective;
import org.aihf.objective.SftObjective;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardFunction;
import org.aihf.rl.ScoreShaping;
import org.aihf.run.AtomicFiles;
import org.aihf.run.Progress;
import org.aihf.run.RunDirectory;
import org.aihf.run.resume.RunState;
import org.aihf.torch.LearningRateSchedule;
import org.aihf.torch.TorchRuntime;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a {@link TrainRecipe}: one trainer family, read top to bottom. The trained models are
 * in the run's {@code checkpoints/policy} and {@code checkpoints/reward}, in Hugging Face layout.
 */
public final class TrainingRun {
  private final TrainRecipe recipe;
  private final TrainingData data;
  private final @Nullable RewardFunction<Completion> judge;
  private final RunDirectory run;
  private final TorchRuntime runtime;
  private final RandomStream random;
  private final RunState state;

  /**
   * @param judge the true reward for evaluation, where there is one; training never sees it
   * @param run where everything goes; stays the caller's to finish and close. A resumed one goes on
   *     where it stood
   */
  public TrainingRun(
      TrainRecipe recipe,
      TrainingData data,
      @Nullable RewardFunction<Completion> judge,
      RunDirectory run,
      TorchRuntime runtime) {
    this(recipe, data, judge, run, runtime, () -> false);
  }

  /**
   * @param interrupted whether to save the state at the next place and end
   */
  TrainingRun(
      TrainRecipe recipe,
      TrainingData data,
      @Nullable RewardFunction<Completion> judge,
      RunDirectory run,
      TorchRuntime runtime,
      BooleanSupplier interrupted) {
    recipe.validate();
    this.recipe = recipe;
    this.data = data;
    this.judge = judge;
    this.run = run;
    this.runtime = runtime;
    this.random = RandomStream.of(recipe.seed()).split(recipe.method().label());
    this.state = new RunState(run, recipe.checkpoint(), interrupted);
  }

  /** Trains, evaluates, exports. Returns the last evaluation. */
  public Metrics execute() throws IOException {
    try (RunModels models = new RunModels(runtime, recipe)) {
      return switch (recipe.method()) {
        case SFT, DPO, AIHF_DPO, KTO, SELF_PLAY -> direct(models);
        case REWARD -> reward(models);
        case RLHF, AIHF -> align(models, models.reward(random.split("reward")));
        case ALIGN ->
            throw new IllegalArgumentException(
                "method align has no reward of its own; call executeAgainst(reward)");
      };
    }
  }

  /**
   * Aligns a policy to a given reward, e.g. the true one: the oracle of a comparison. The reward
   * stays fixed.
   */
  public Metrics executeAgainst(RewardFunction<Completion> fixedReward) throws IOException {
    try (RunModels models = new RunModels(runtime, recipe)) {
      CausalLm reference = models.reference();
      CausalLm model = models.policy(recipe.policy().optimizer());
      LmPolicy policy = policy(models.tokenizer(), model, reference, models.critic(model, null));
      int steps = recipe.loop().iterations() * recipe.loop().policySteps();
      RunRecorder.Subjects subjects =
          new RunRecorder.Subjects(model, reference, models.tokenizer(), fixedReward);
      try (RunRecorder recorder = recorder("Policy", steps, subjects)) {
        long done = state.resume(RunState.Phase.LOOP, policy);
        long[] step = {done * recipe.loop().policySteps()};
        recorder.evaluateFirst(done);
        for (long k = done + 1; k <= recipe.loop().iterations(); k++) {
          policy.align(fixedReward, recipe.loop().policySteps(), m -> recorder.step(++step[0], m));
          recorder.evaluateIfDue(k, recipe.loop().iterations(), step[0]);
          exportIfDue(model, models.tokenizer(), k);
          state.afterUnit(RunState.Phase.LOOP, k, policy);
        }
        Metrics last = recorder.evaluateLast(step[0]);
        export(model, models.tokenizer());
        return last;
      }
    }
  }

  // ---- SFT, DPO, KTO, AIHF-DPO, self-play -------------------------------------------------------

  private Metrics direct(RunModels models) throws IOException {
    DirectSection section = recipe.direct();
    CausalLm model = models.policy(section.optimizer());
    CausalLm reference = models.reference();
    Trainer trainer = directTrainer(models, model, reference);
    RunRecorder.Subjects subjects =
        new RunRecorder.Subjects(model, reference, models.tokenizer(), null);
    try (RunRecorder recorder = recorder(recipe.method().label(), section.steps(), subjects)) {
      long done = state.resume(RunState.Phase.DIRECT, trainer);
      recorder.evaluateFirst(done);
      for (long step = done + 1; step <= section.steps(); step++) {
        recorder.step(step, trainer.step());
        recorder.evaluateIfDue(step, section.steps(), step);
        exportIfDue(model, models.tokenizer(), step);
        state.afterUnit(RunState.Phase.DIRECT, step, trainer);
      }
      Metrics last = recorder.evaluateLast(section.steps());
      export(model, models.tokenizer());
      return last;
    }
  }

  private Trainer directTrainer(RunModels models, CausalLm model, CausalLm reference) {
    DirectSection section = recipe.direct();
    LearningRateSchedule rate = Optimizers.schedule(section.optimizer(), section.steps());
    DirectData batches =
        new DirectData(
            data.demonstrations(),
            recipe.method().usesDemonstrations() ? section.demonstrationBatch() : 0,
            data.preferences(),
            recipe.method() == TrainRecipe.Method.SFT || data.preferences().isEmpty()
                ? 0
                : section.preferenceBatch());
    return switch (recipe.method()) {
      case KTO -> {
        KtoObjective kto =
            new KtoObjective(
                section.beta(), section.desirableWeight(), section.undesirableWeight());
        yield new KtoTrainer(
            model, reference, data.ratings(), section.preferenceBatch(), kto, rate, random);
      }
      case SELF_PLAY -> {
        SelfPlayConfig config =
            new SelfPlayConfig(
                section.pairObjective(),
                section.demonstrationWeight(),
                section.selfPlayReference(),
                Sampling.of(recipe.policy(), models.tokenizer()));
        yield models.keep(
            new SelfPlayTrainer(
                model, reference, models.tokenizer(), batches, config, rate, random));
      }
      default ->
          new DirectTrainer(model, reference, batches, directObjective(section), rate, random);
    };
  }

  private PolicyObjective directObjective(DirectSection section) {
    return switch (recipe.method()) {
      case SFT -> new SftObjective(section.discount());
      case DPO -> section.pairObjective();
      default ->
          new AihfDpoObjective(
              section.demonstrationWeight(),
              section.demonstrationReduction(),
              section.pairObjective());
    };
  }

  // ---- Reward model ----------------------------------------------------------------------------

  private Metrics reward(RunModels models) throws IOException {
    RunModels.RewardPart part = models.reward(random.split("reward"));
    CausalLm reference = models.reference();
    RunRecorder.Subjects subjects =
        new RunRecorder.Subjects(reference, reference, models.tokenizer(), part.model());
    try (RunRecorder recorder =
        recorder("Reward model", recipe.reward().pretrainingSteps(), subjects)) {
      pretrainReward(part, data.preferences(), recorder);
      exportReward(part);
      return recorder.evaluateLast(recipe.reward().pretrainingSteps());
    }
  }

  private void pretrainReward(
      RunModels.RewardPart part, List<Preference<Completion>> preferences, RunRecorder recorder) {
    RewardSection section = recipe.reward();
    if (section.pretrainingSteps() == 0) {
      return;
    }
    RewardTrainer trainer =
        new RewardTrainer(
            part.model(), preferences, section.preferenceBatch(), rewardObjective(0), random);
    boolean alone = recipe.method() == TrainRecipe.Method.REWARD;
    long done = state.resume(RunState.Phase.REWARD, trainer);
    long left = section.pretrainingSteps() - done;
    try (Progress progress = alone ? Progress.silent() : Progress.start("reward model", left)) {
      for (long step = done + 1; step <= section.pretrainingSteps(); step++) {
        Metrics metrics = trainer.step();
        if (alone) {
          recorder.step(step, metrics.with("loss", metrics.get("loss/reward")));
        } else {
          recorder.pretraining(step, metrics);
          progress.message("accuracy %.2f".formatted(metrics.get("rewards/accuracies")));
          progress.advance(1);
        }
        state.afterUnit(RunState.Phase.REWARD, step, trainer);
      }
    }
  }

  private JointObjective rewardObjective(double demonstrationWeight) {
    RewardSection section = recipe.reward();
    MarginLoss demonstrationLoss =
        switch (section.demonstrationLoss()) {
          case LINEAR -> MarginLoss.LINEAR;
          case LOGISTIC -> MarginLoss.LOGISTIC;
        };
    return new JointObjective(
        demonstrationWeight,
        demonstrationLoss,
        MarginLoss.LOGISTIC,
        section.temperature(),
        section.centering());
  }

  // ---- RLHF (eq. 12) and AIHF (Algorithm 1) ----------------------------------------------------

  private Metrics align(RunModels models, RunModels.RewardPart part) throws IOException {
    CausalLm reference = models.reference();
    CausalLm model = models.policy(recipe.policy().optimizer());
    models.requireCriticFits(model, part);
    Tokenizer tokenizer = models.tokenizer();
    LoopSection loop = recipe.loop();
    boolean joint = recipe.method() == TrainRecipe.Method.AIHF;
    AihfConfig config =
        new AihfConfig(
            loop.iterations(),
            loop.policySteps(),
            joint ? loop.rewardSteps() : 0,
            rewardObjective(recipe.reward().demonstrationWeight()),
            joint ? recipe.reward().demonstrationBatch() : 0,
            joint ? recipe.reward().preferenceBatch() : 0,
            recipe.seed());
    RunRecorder.Subjects subjects =
        new RunRecorder.Subjects(model, reference, tokenizer, part.model());
    int updates = loop.iterations() * loop.policySteps();
    try (RunRecorder recorder = recorder(recipe.method().label(), updates, subjects)) {
      if (!state.isPast(RunState.Phase.REWARD)) {
        pretrainReward(part, rewardPreferences(reference, tokenizer), recorder);
      }
      LoopListener listener = new LoopListener(recorder, k -> exportIfDue(model, tokenizer, k));
      Aihf<Completion> aihf =
          Aihf.builder(
                  policy(tokenizer, model, reference, models.critic(model, part)), part.model())
              .config(config)
              .demonstrations(data.demonstrations())
              .preferences(data.preferences())
              .listener(listener)
              .build();
      listener.begin(aihf, state.resume(RunState.Phase.LOOP, aihf));
      aihf.run();
      Metrics last = recorder.evaluateLast(updates);
      export(model, tokenizer);
      exportReward(part);
      return last;
    }
  }

  private LmPolicy policy(
      Tokenizer tokenizer, CausalLm model, CausalLm reference, @Nullable Critic critic) {
    PolicySection section = recipe.policy();
    int updates = recipe.loop().iterations() * recipe.loop().policySteps();
    PolicyConfig config =
        new PolicyConfig(
            Sampling.gradient(section),
            section.promptsPerStep(),
            Sampling.of(section, tokenizer),
            new KlPenalty(section.klCoefficient(), section.klTarget(), 10_000),
            new ScoreShaping(section.rewardClip(), section.missingEosPenalty()),
            section.aggregation(),
            Optimizers.schedule(section.optimizer(), updates));
    return new LmPolicy(model, reference, tokenizer, data.prompts(), config, random, critic);
  }

  /** The preferences, and for the static ablation one pair per demonstration. */
  private List<Preference<Completion>> rewardPreferences(CausalLm reference, Tokenizer tokenizer) {
    if (!recipe.data().staticDemonstrationPairs()) {
      return data.preferences();
    }
    List<Completion> samples =
        new CompletionSampler(reference, tokenizer)
            .sampleOne(
                data.demonstrations().stream().map(Completion::prompt).toList(),
                Sampling.of(recipe.policy(), tokenizer),
                random.split("static-pairs"));
    List<Preference<Completion>> all = new ArrayList<>(data.preferences());
    for (int i = 0; i < samples.size(); i++) {
      all.add(Preference.of(data.demonstrations().get(i), samples.get(i)));
    }
    return all;
  }

  /** Counts policy updates, the x axis of every curve. */
  private final class LoopListener implements AihfListener {
    private final RunRecorder recorder;
    private final LongConsumer export;
    private @Nullable Checkpointable loop;
    private long updates;

    private LoopListener(RunRecorder recorder, LongConsumer export) {
      this.recorder = recorder;
      this.export = export;
    }

    /** Before the first iteration of this sitting. */
    private void begin(Checkpointable aihf, long iterationsDone) {
      loop = aihf;
      updates = iterationsDone * recipe.loop().policySteps();
      recorder.evaluateFirst(iterationsDone);
    }

    @Override
    public void onPolicyStep(int iteration, Metrics metrics) {
      recorder.step(++updates, metrics.with("iteration", iteration));
    }

    @Override
    public void onRewardStep(int iteration, Metrics metrics) {
      recorder.note(updates, metrics.with("iteration", iteration));
    }

    @Override
    public boolean onIteration(int iteration, Metrics metrics) {
      recorder.evaluateIfDue(iteration + 1, recipe.loop().iterations(), updates);
      export.accept(iteration + 1);
      if (loop != null) {
        state.afterUnit(RunState.Phase.LOOP, iteration + 1, loop);
      }
      return true;
    }
  }

  // ---- Export ----------------------------------------------------------------------------------

  private RunRecorder recorder(String task, long total, RunRecorder.Subjects subjects) {
    return new RunRecorder(run, recipe, task, total, data.testPrompts(), subjects, judge);
  }

  private void exportIfDue(CausalLm model, Tokenizer tokenizer, long units) {
    int every = recipe.engine().checkpointEvery();
    if (every > 0 && units % every == 0) {
      export(model, tokenizer, "policy-" + units);
    }
  }

  private void export(CausalLm model, Tokenizer tokenizer) {
    export(model, tokenizer, "policy");
  }

  private void export(CausalLm model, Tokenizer tokenizer, String name) {
    AtomicFiles.writeDirectory(
        run.checkpoint(name),
        directory -> {
          model.save(directory);
          tokenizer.copyTo(directory);
        });
  }

  private void exportReward(RunModels.RewardPart part) throws IOException {
    SequenceClassifier classifier = part.classifier();
    AtomicFiles.writeDirectory(
        run.checkpoint("reward"),
        directory -> {
          classifier.save(directory, part.tokenizer().padIdBesidesStops());
          part.tokenizer().copyTo(directory);
        });
  }

  /** Where a run left its policy. */
  public static Path policyDirectory(RunDirectory run) {
    return run.checkpoint("policy");
  }
}
