package org.aihf.mujoco.recipe;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.aihf.mujoco.reward.ConstantReward;
import org.aihf.mujoco.reward.RewardNetwork;
import org.aihf.mujoco.reward.StepReward;
import org.aihf.mujoco.sac.SacPolicy;
import org.aihf.run.RunDirectory;
import org.aihf.run.resume.RunState;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ControlRecipe} being carried out: what all methods share.
 *
 * @param state saves and resumes it
 */
record ControlRun(ControlRecipe recipe, ControlModels models, RunDirectory run, RunState state) {
  static ControlRun of(
      ControlRecipe recipe, ControlModels models, RunDirectory run, BooleanSupplier interrupted) {
    return new ControlRun(recipe, models, run, new RunState(run, recipe.checkpoint(), interrupted));
  }

  /** Trains, evaluates, exports. */
  ControlOutcome execute() throws IOException {
    return switch (recipe.method()) {
      case SAC -> new FixedRewardRun(this).execute(StepReward.environment());
      case CONSTANT_REWARD -> new FixedRewardRun(this).execute(new ConstantReward(1));
      case BC -> cloning();
      case RLHF -> new SequentialRun(this).execute();
      case AIHF -> new JointRun(this).execute();
    };
  }

  private ControlOutcome cloning() throws IOException {
    SacPolicy policy = models.policy(false);
    try (ControlRecorder recorder = recorder(policy, null)) {
      new Preparation(this, recorder).cloneDemonstrations(policy);
      // At the end of the other methods' curves, though it takes no step of the environment.
      long end = recipe.loop().iterations();
      recorder.evaluate(end);
      return new ControlOutcome(recorder.finish(end, models.collected()), 0, false);
    }
  }

  ControlRecorder recorder(SacPolicy policy, @Nullable RewardNetwork learned) {
    return new ControlRecorder(
        run,
        recipe,
        policy.sac().learner(),
        models::environment,
        learned,
        recipe.loop().iterations());
  }
}
