package org.aihf.llm.recipe;

import static org.aihf.run.recipe.Range.above;
import static org.aihf.run.recipe.Range.atLeast;
import static org.aihf.run.recipe.Range.belowOne;
import static org.aihf.run.recipe.Range.refuse;
import static org.aihf.run.recipe.Range.share;

import java.util.Locale;
import org.aihf.UserError;
import org.aihf.llm.recipe.OptimizerSection.Schedule;
import org.aihf.llm.recipe.PolicySection.Algorithm;
import org.aihf.run.best.BestSection;

/** Refuses values that no run can use, before anything is read or written. */
final class RecipeRanges {
  private RecipeRanges() {}

  /**
   * @throws UserError naming key and value
   */
  static void check(TrainRecipe recipe) {
    switch (recipe.method()) {
      case SFT, DPO, AIHF_DPO, KTO, SELF_PLAY -> check(recipe.method(), recipe.direct());
      case REWARD -> {
        atLeast(1, "reward.pretraining_steps", recipe.reward().pretrainingSteps());
        check(recipe.reward(), recipe.rewardUpdates());
      }
      case RLHF, AIHF -> {
        check(recipe.reward(), recipe.rewardUpdates());
        checkPolicy(recipe);
        atLeast(0, "loop.reward_steps", recipe.loop().rewardSteps());
      }
      case ALIGN -> checkPolicy(recipe);
    }
    atLeast(0, "evaluation.every", recipe.evaluation().every());
    atLeast(1, "evaluation.prompts", recipe.evaluation().prompts());
    atLeast(0, "evaluation.samples", recipe.evaluation().samples());
    check(recipe.method(), recipe.best(), recipe.evaluation());
    atLeast(0, "checkpoint.every", recipe.checkpoint().every());
    atLeast(0, "checkpoint.minutes", recipe.checkpoint().minutes());
    atLeast(0, "engine.threads", recipe.engine().threads());
    atLeast(1, "engine.micro_batch_tokens", recipe.engine().microBatchTokens());
    atLeast(1, "policy.max_new_tokens", recipe.policy().maxNewTokens());
    atLeast(0, "policy.top_k", recipe.policy().topK());
    share("policy.top_p", recipe.policy().topP());
  }

  private static void checkPolicy(TrainRecipe recipe) {
    check(recipe.policy(), recipe.policyUpdates());
    atLeast(1, "loop.iterations", recipe.loop().iterations());
    atLeast(0, "loop.policy_steps", recipe.loop().policySteps());
  }

  private static void check(TrainRecipe.Method method, DirectSection direct) {
    atLeast(1, "direct.steps", direct.steps());
    atLeast(
        method.usesDemonstrations() ? 1 : 0,
        "direct.demonstration_batch",
        direct.demonstrationBatch());
    atLeast(
        method == TrainRecipe.Method.KTO ? 2 : method.needsPreferences() ? 1 : 0,
        "direct.preference_batch",
        direct.preferenceBatch());
    above("direct.beta", direct.beta());
    atLeast(0, "direct.demonstration_weight", direct.demonstrationWeight());
    share("direct.discount", direct.discount());
    atLeast(0, "direct.target_margin", direct.targetMargin());
    atLeast(0, "direct.desirable_weight", direct.desirableWeight());
    atLeast(0, "direct.undesirable_weight", direct.undesirableWeight());
    if (!(direct.labelSmoothing() >= 0 && direct.labelSmoothing() < 0.5)) {
      throw refuse("direct.label_smoothing", direct.labelSmoothing(), "at least 0 and below 0.5");
    }
    if (!(direct.excessWeight() >= 0 && direct.excessWeight() <= 1)) {
      throw refuse("direct.excess_weight", direct.excessWeight(), "at least 0 and at most 1");
    }
    checkLoss(direct, direct.loss());
    for (DirectSection.AddedLoss added : direct.addedLosses()) {
      checkLoss(direct, added.loss());
      if (!Double.isFinite(added.weight())) {
        throw refuse("direct.added_losses", added.weight(), "a finite weight");
      }
    }
    check("direct.optimizer.", direct.optimizer(), direct.steps());
  }

  /** Refuses options that a loss would silently ignore. */
  private static void checkLoss(DirectSection direct, PreferenceLoss loss) {
    String name = loss.name().toLowerCase(Locale.ROOT).replace('_', '-');
    if (direct.divergence() != DirectSection.Divergence.REVERSE_KL
        && !PreferenceLoss.TAKE_A_DIVERGENCE.contains(loss)) {
      throw new UserError(
          "option 'direct.divergence' has no meaning for the loss '%s'; leave it at reverse-kl or take a loss of a margin such as sigmoid"
              .formatted(name));
    }
    if (direct.excessWeight() != 1 && !PreferenceLoss.TAKE_TOKEN_WEIGHTS.contains(loss)) {
      throw new UserError(
          "option 'direct.excess_weight' has no meaning for the loss '%s'; leave it at 1"
              .formatted(name));
    }
  }

  private static void check(RewardSection reward, long updates) {
    atLeast(0, "reward.pretraining_steps", reward.pretrainingSteps());
    atLeast(0, "reward.demonstration_weight", reward.demonstrationWeight());
    above("reward.temperature", reward.temperature());
    atLeast(0, "reward.centering", reward.centering());
    atLeast(1, "reward.demonstration_batch", reward.demonstrationBatch());
    atLeast(1, "reward.preference_batch", reward.preferenceBatch());
    check("reward.optimizer.", reward.optimizer(), updates);
  }

  private static void check(PolicySection policy, long updates) {
    boolean compares =
        switch (policy.algorithm()) {
          case RLOO, GRPO, DR_GRPO -> true;
          case REMAX, REMAX_PUBLISHED, PPO -> false;
        };
    atLeast(1, "policy.prompts_per_step", policy.promptsPerStep());
    atLeast(compares ? 2 : 1, "policy.samples_per_prompt", policy.samplesPerPrompt());
    atLeast(0, "policy.kl_coefficient", policy.klCoefficient());
    atLeast(0, "policy.kl_target", policy.klTarget());
    if (!(policy.rewardClip() > 0)) {
      throw refuse("policy.reward_clip", policy.rewardClip(), "above 0 (.inf for none)");
    }
    atLeast(0, "policy.missing_eos_penalty", policy.missingEosPenalty());
    check("policy.optimizer.", policy.optimizer(), updates);
    if (policy.algorithm() == Algorithm.PPO) {
      check(policy.ppo(), policy.promptsPerStep(), updates);
    }
  }

  private static void check(PpoSection ppo, int prompts, long updates) {
    atLeast(1, "policy.ppo.epochs", ppo.epochs());
    atLeast(1, "policy.ppo.mini_batches", ppo.miniBatches());
    if (ppo.miniBatches() > prompts) {
      throw refuse(
          "policy.ppo.mini_batches",
          ppo.miniBatches(),
          "at most policy.prompts_per_step, " + prompts);
    }
    share("policy.ppo.gamma", ppo.gamma());
    if (!(ppo.lambda() >= 0 && ppo.lambda() <= 1)) {
      throw refuse("policy.ppo.lambda", ppo.lambda(), "at least 0 and at most 1");
    }
    share("policy.ppo.clip", ppo.clip());
    if (!(ppo.valueClip() > 0)) {
      throw refuse("policy.ppo.value_clip", ppo.valueClip(), "above 0 (.inf for none)");
    }
    atLeast(0, "policy.ppo.value_coefficient", ppo.valueCoefficient());
    atLeast(0, "policy.ppo.entropy_coefficient", ppo.entropyCoefficient());
    check("policy.ppo.value_optimizer.", ppo.valueOptimizer(), updates);
  }

  private static void check(
      TrainRecipe.Method method, BestSection best, EvaluationSection evaluation) {
    best.check();
    if (best.ofEvaluations() && method == TrainRecipe.Method.REWARD) {
      throw new UserError(
          "option 'best.metric' is '%s', which method 'reward' measures only at its end; use one of its updates, such as -loss or rewards/accuracies"
              .formatted(best.metric()));
    }
    if (best.ofEvaluations() && evaluation.every() == 0) {
      throw new UserError(
          "option 'best.metric' is '%s', but 'evaluation.every' is 0: nothing is evaluated on the way"
              .formatted(best.metric()));
    }
  }

  private static void check(String section, OptimizerSection optimizer, long updates) {
    atLeast(0, section + "learning_rate", optimizer.learningRate());
    atLeast(0, section + "warmup_steps", optimizer.warmupSteps());
    if (optimizer.schedule() != Schedule.CONSTANT && optimizer.warmupSteps() > updates) {
      throw refuse(
          section + "warmup_steps", optimizer.warmupSteps(), "at most all updates, " + updates);
    }
    belowOne(section + "beta1", optimizer.beta1());
    belowOne(section + "beta2", optimizer.beta2());
    above(section + "epsilon", optimizer.epsilon());
    atLeast(0, section + "weight_decay", optimizer.weightDecay());
    if (!(optimizer.maxGradientNorm() > 0)) {
      throw refuse(
          section + "max_gradient_norm", optimizer.maxGradientNorm(), "above 0 (.inf for none)");
    }
  }
}
