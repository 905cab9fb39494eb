package org.aihf.llm.recipe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.aihf.Metrics;
import org.aihf.llm.Completion;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardFunction;
import org.aihf.run.RunDirectory;
import org.aihf.run.resume.RunState;
import org.aihf.torch.TorchRuntime;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a {@link TrainRecipe}: {@link DirectRun}, {@link RewardRun}, {@link JointRun} or
 * {@link AlignmentRun}, each read top to bottom. The trained models are in the run's {@code
 * checkpoints/policy} and {@code checkpoints/reward}, in Hugging Face layout.
 */
public final class TrainingRun {
  private final TrainRecipe recipe;
  private final TrainingData data;
  private final @Nullable RewardFunction<Completion> judge;
  private final RunDirectory run;
  private final TorchRuntime runtime;
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
    this.state = new RunState(run, recipe.checkpoint(), interrupted);
  }

  /** Trains, evaluates, exports. Returns the last evaluation. */
  public Metrics execute() throws IOException {
    return run(null).evaluation();
  }

  /**
   * Aligns a policy to a given reward, e.g. the true one: the oracle of a comparison. The reward
   * stays fixed.
   */
  public Metrics executeAgainst(RewardFunction<Completion> fixedReward) throws IOException {
    return run(fixedReward).evaluation();
  }

  /**
   * @param fixedReward what the policy is aligned to; null: what the method learns
   */
  Outcome run(@Nullable RewardFunction<Completion> fixedReward) throws IOException {
    try (RunModels models = new RunModels(runtime, recipe)) {
      RandomStream random = RandomStream.of(recipe.seed()).split(recipe.method().label());
      RunContext context = new RunContext(recipe, data, judge, run, random, state, models);
      if (fixedReward != null) {
        return new AlignmentRun(context).execute(fixedReward);
      }
      return switch (recipe.method()) {
        case SFT, DPO, AIHF_DPO, KTO, SELF_PLAY -> new DirectRun(context).execute();
        case REWARD -> new RewardRun(context).execute();
        case RLHF, AIHF -> new JointRun(context).execute();
        case ALIGN ->
            throw new IllegalArgumentException(
                "method align has no reward of its own; call executeAgainst(reward)");
      };
    }
  }

  /** Where a run left its policy. */
  public static Path policyDirectory(RunDirectory run) {
    return run.checkpoint("policy");
  }
}
