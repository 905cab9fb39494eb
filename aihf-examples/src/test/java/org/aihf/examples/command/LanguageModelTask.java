package org.aihf.examples.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aihf.examples.docs.TinyTask;
import org.aihf.llm.recipe.TrainRecipe;
import org.aihf.llm.recipe.Training;
import org.aihf.run.RunDirectory.IfExists;
import org.aihf.run.recipe.RecipeReader;
import org.aihf.torch.TorchRuntime;

/** A recipe of AIHF with PPO on a tiny model, and its run that stopped after one iteration. */
record LanguageModelTask(Path recipe, Path stopped) {
  static LanguageModelTask write(Path directory) throws IOException {
    TinyTask task = TinyTask.write(directory, 1);
    LanguageModelTask written =
        new LanguageModelTask(directory.resolve("recipe.yaml"), directory.resolve("stopped"));
    Files.writeString(
        written.recipe(),
        """
        method: aihf
        seed: 1
        model: %s
        data:
          demonstrations: %s
          preferences: %s
          test_prompts: %s
        reward: {pretraining_steps: 1, demonstration_batch: 2, preference_batch: 2}
        policy: {algorithm: ppo, prompts_per_step: 2, samples_per_prompt: 2, max_new_tokens: 2}
        loop: {iterations: 2, policy_steps: 1, reward_steps: 1}
        evaluation: {every: 1}
        checkpoint: {every: 1, minutes: 0}
        engine: {threads: 1}
        """
            .formatted(
                task.model(), task.demonstrations(), task.preferences(), task.testPrompts()));
    TrainRecipe recipe = RecipeReader.of(TrainRecipe.class).read(written.recipe(), List.of());
    try (TorchRuntime runtime = TorchRuntime.cpu(1)) {
      StoppedRun.until(
          () ->
              new Training(runtime)
                  .run(
                      recipe,
                      written.stopped(),
                      IfExists.REFUSE,
                      completions -> {
                        StoppedRun.giveUpOnceSaved(written.stopped());
                        return new double[completions.size()];
                      }));
    }
    return written;
  }
}
