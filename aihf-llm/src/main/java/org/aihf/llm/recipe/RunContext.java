package org.aihf.llm.recipe;

import java.nio.file.Path;
import org.aihf.llm.Completion;
import org.aihf.llm.Critic;
import org.aihf.llm.KlPenalty;
import org.aihf.llm.LmPolicy;
import org.aihf.llm.PolicyConfig;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.text.Tokenizer;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardFunction;
import org.aihf.rl.ScoreShaping;
import org.aihf.run.AtomicFiles;
import org.aihf.run.RunDirectory;
import org.aihf.run.resume.RunState;
import org.jspecify.annotations.Nullable;

/**
 * What the run of every method works with.
 *
 * @param judge the true reward for evaluation, where there is one; training never sees it
 * @param random of the run; each part splits its own
 */
record RunContext(
    TrainRecipe recipe,
    TrainingData data,
    @Nullable RewardFunction<Completion> judge,
    RunDirectory run,
    RandomStream random,
    RunState state,
    RunModels models) {

  RunRecorder recorder(String task, long total, RunRecorder.Subjects subjects) {
    return new RunRecorder(run, recipe, task, total, data.testPrompts(), subjects, judge);
  }

  /** The policy that {@code model} is, aligned as the recipe says. */
  LmPolicy policy(CausalLm model, CausalLm reference, @Nullable Critic critic) {
    PolicySection section = recipe.policy();
    Tokenizer tokenizer = models.tokenizer();
    PolicyConfig config =
        new PolicyConfig(
            Sampling.gradient(section),
            section.promptsPerStep(),
            Sampling.of(section, tokenizer),
            new KlPenalty(section.klCoefficient(), section.klTarget(), 10_000),
            new ScoreShaping(section.rewardClip(), section.missingEosPenalty()),
            section.aggregation(),
            Optimizers.schedule(section.optimizer(), recipe.policyUpdates()));
    return new LmPolicy(model, reference, tokenizer, data.prompts(), config, random, critic);
  }

  /** Writes a policy as a Hugging Face directory. */
  AtomicFiles.DirectoryContent exported(CausalLm model) {
    return directory -> {
      model.save(directory);
      models.tokenizer().copyTo(directory);
    };
  }

  /** Writes a reward model as a Hugging Face directory. */
  static AtomicFiles.DirectoryContent exported(RunModels.RewardPart part) {
    return directory -> {
      part.classifier().save(directory, part.tokenizer().padIdBesidesStops());
      part.tokenizer().copyTo(directory);
    };
  }

  /** Puts it into {@code checkpoints/}. */
  void export(String name, AtomicFiles.DirectoryContent content) {
    AtomicFiles.writeDirectory(checkpoint(name), content);
  }

  Path checkpoint(String name) {
    return run.checkpoint(name);
  }
}
