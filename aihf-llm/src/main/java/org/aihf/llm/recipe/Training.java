package org.aihf.llm.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.aihf.Metrics;
import org.aihf.UserError;
import org.aihf.llm.Completion;
import org.aihf.llm.model.LmConfig;
import org.aihf.llm.text.Tokenizer;
import org.aihf.reward.RewardFunction;
import org.aihf.run.Manifest;
import org.aihf.run.RunDirectory;
import org.aihf.run.RunOnDisk;
import org.aihf.run.recipe.RecipeWriter;
import org.aihf.run.resume.Interruption;
import org.aihf.run.resume.SameRecipe;
import org.aihf.torch.TorchRuntime;
import org.jspecify.annotations.Nullable;

/** From a recipe to a finished run directory: what {@code ./aihf train} does. */
public final class Training {
  private final TorchRuntime runtime;

  /**
   * @param runtime stays the caller's to close; one after the other, runs may share it
   */
  public Training(TorchRuntime runtime) {
    this.runtime = runtime;
  }

  /**
   * Runs a recipe, or with {@link RunDirectory.IfExists#RESUME} goes on with one: the numbers are
   * those of a run that was never stopped. A run that is over stays as it is.
   *
   * @param judge the true reward for evaluation, or null
   * @return the last evaluation
   * @throws org.aihf.UserError for a mistake in recipe, data, models or output
   */
  public Metrics run(
      TrainRecipe recipe,
      Path output,
      RunDirectory.IfExists ifExists,
      @Nullable RewardFunction<Completion> judge)
      throws IOException {
    return run(recipe, output, ifExists, judge, null);
  }

  /** As {@link #run}, aligned to a given reward instead of a learned one: an oracle. */
  public Metrics runAgainst(
      RewardFunction<Completion> fixedReward,
      TrainRecipe recipe,
      Path output,
      RunDirectory.IfExists ifExists)
      throws IOException {
    return run(recipe, output, ifExists, fixedReward, fixedReward);
  }

  private Metrics run(
      TrainRecipe recipe,
      Path output,
      RunDirectory.IfExists ifExists,
      @Nullable RewardFunction<Completion> judge,
      @Nullable RewardFunction<Completion> fixedReward)
      throws IOException {
    recipe.validate();
    requireDirectory("model", recipe.model());
    requireDirectory("reference", recipe.reference());
    requireDirectory("reward_model", recipe.rewardModel());
    requireDirectory("reward_backbone", recipe.rewardBackbone());
    int microBatchTokens = recipe.engine().microBatchTokens();
    try (Tokenizer tokenizer = Tokenizer.load(Path.of(recipe.model()));
        GivenRewards rewards =
            GivenRewards.open("rewards", recipe.rewards(), runtime, tokenizer, microBatchTokens);
        GivenRewards judges =
            GivenRewards.open(
                "evaluation.judges",
                recipe.evaluation().judges(),
                runtime,
                tokenizer,
                microBatchTokens)) {
      int context = LmConfig.read(Path.of(recipe.model())).maxPositions();
      TrainingData data = TrainingData.load(recipe.data(), tokenizer, context);
      return run(
          recipe,
          data,
          output,
          ifExists,
          judge == null ? judges.sum() : judge,
          fixedReward == null ? rewards.sum() : fixedReward);
    }
  }

  private Metrics run(
      TrainRecipe recipe,
      TrainingData data,
      Path output,
      RunDirectory.IfExists ifExists,
      @Nullable RewardFunction<Completion> judge,
      @Nullable RewardFunction<Completion> fixedReward)
      throws IOException {
    String config = RecipeWriter.write(recipe);
    if (ifExists == RunDirectory.IfExists.RESUME) {
      SameRecipe.require(TrainRecipe.class, output, config);
      if (new RunOnDisk(output).isOver()) {
        System.err.printf("aihf: the run in %s is %s%n", output, new RunOnDisk(output).status());
        return new RunOnDisk(output).lastMetrics("eval/kl");
      }
    }
    try (Interruption interruption = new Interruption();
        RunDirectory directory = RunDirectory.create(output, ifExists, manifest(recipe), config)) {
      TrainingRun training =
          new TrainingRun(recipe, data, judge, directory, runtime, interruption::isRequested);
      Outcome outcome = training.run(fixedReward);
      directory.update(RunCost.of(recipe, outcome.units(), data.demonstrations().size())::addTo);
      if (outcome.stopped()) {
        directory.stop();
      } else {
        directory.finish();
      }
      return outcome.evaluation();
    }
  }

  /** Said before the run directory is made. */
  private static void requireDirectory(String key, String value) {
    if (!value.isEmpty() && !Files.isDirectory(Path.of(value))) {
      throw new UserError(
          "%s %s; '%s' must be a model directory in Hugging Face layout"
              .formatted(
                  value,
                  Files.exists(Path.of(value)) ? "is not a directory" : "does not exist",
                  key));
    }
  }

  private Manifest manifest(TrainRecipe recipe) {
    DataSection data = recipe.data();
    List<Path> files =
        Stream.of(
                data.demonstrations(),
                data.preferences(),
                data.ratings(),
                data.prompts(),
                data.testPrompts())
            .filter(file -> !file.isEmpty())
            .map(Path::of)
            .toList();
    String group = recipe.group().isEmpty() ? recipe.method().label() : recipe.group();
    return Manifest.of(recipe.method().label(), group, recipe.seed())
        .engine(Map.of("libtorch", runtime.version()), runtime.deviceName(), runtime.threads())
        .data(files);
  }
}
