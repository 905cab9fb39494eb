package org.aihf.examples.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.aihf.Metrics;
import org.aihf.examples.quickstart.Entrant.Start;
import org.aihf.llm.Completion;
import org.aihf.llm.recipe.TrainRecipe;
import org.aihf.llm.recipe.Training;
import org.aihf.reward.RewardFunction;
import org.aihf.run.RunDirectory.IfExists;
import org.aihf.run.RunOnDisk;
import org.aihf.run.Sample;
import org.aihf.run.recipe.RecipeWriter;
import org.aihf.torch.TorchRuntime;
import org.jspecify.annotations.Nullable;

/**
 * Runs every entrant of one seed on the same base model and data; each leaves a run directory of
 * its own, whose {@code config.yaml} repeats it with {@code ./aihf train}.
 */
final class Contest {
  private final TorchRuntime runtime;
  private final Path base;
  private final DataFiles data;
  private final @Nullable RewardFunction<Completion> judge;
  private final Path output;
  private final List<String> settings;
  private final Map<String, Predicate<String>> promptGroups;

  /**
   * @param base directory of the base model
   * @param judge the true reward, where there is one
   * @param output gets one directory per entrant
   * @param settings {@code a.b=v}, the last word in every recipe
   * @param promptGroups names of groups of held-out prompts that are also judged apart
   */
  Contest(
      TorchRuntime runtime,
      Path base,
      DataFiles data,
      @Nullable RewardFunction<Completion> judge,
      Path output,
      List<String> settings,
      Map<String, Predicate<String>> promptGroups) {
    this.runtime = runtime;
    this.base = base;
    this.data = data;
    this.judge = judge;
    this.output = output;
    this.settings = List.copyOf(settings);
    this.promptGroups = Map.copyOf(promptGroups);
  }

  /** What one entrant reached. */
  record Outcome(Entrant entrant, long seed, Path run, Metrics last, double seconds) {}

  /**
   * Runs the entrants in order; those that start from SFT need one named {@code SFT} before. A run
   * that is finished already is kept: a study that was interrupted goes on where it stopped.
   */
  List<Outcome> run(ContestRecipe contest, long seed) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    for (Entrant entrant : contest.entrants()) {
      Path run = output.resolve(entrant.slug() + "-seed-" + seed);
      TrainRecipe recipe = contest.recipe(entrant, all(entrant, seed));
      if (!new RunOnDisk(run).isOver(RecipeWriter.write(recipe))) {
        train(entrant, recipe, run);
      }
      Metrics last = new RunOnDisk(run).lastMetrics("eval/kl");
      outcomes.add(new Outcome(entrant, seed, run, last.and(byGroup(run)), last.get("time")));
    }
    return outcomes;
  }

  private void train(Entrant entrant, TrainRecipe recipe, Path run) throws IOException {
    Training training = new Training(runtime);
    IfExists ifExists =
        new RunOnDisk(run).isOf(RecipeWriter.write(recipe)) ? IfExists.RESUME : IfExists.OVERWRITE;
    if (entrant.oracle() && judge != null) {
      training.runAgainst(judge, recipe, run, ifExists);
    } else {
      training.run(recipe, run, ifExists, judge);
    }
  }

  /** {@code eval/true_reward_GROUP} of the final answers. */
  private Metrics byGroup(Path run) {
    Metrics metrics = Metrics.empty();
    if (promptGroups.isEmpty()) {
      return metrics;
    }
    List<Sample> answers = new RunOnDisk(run).evaluation();
    for (Map.Entry<String, Predicate<String>> group : promptGroups.entrySet()) {
      double mean =
          answers.stream()
              .filter(answer -> group.getValue().test(answer.prompt()))
              .map(Sample::trueReward)
              .filter(Objects::nonNull)
              .mapToDouble(Double::doubleValue)
              .average()
              .orElse(Double.NaN);
      metrics = metrics.with("eval/true_reward_" + group.getKey(), mean);
    }
    return metrics;
  }

  /** Models, data, seed and name: what no contest recipe says. */
  private List<String> all(Entrant entrant, long seed) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "group=" + entrant.name(),
                "seed=" + seed,
                "model=" + model(entrant.start(), seed),
                "reference=" + model(entrant.reference(), seed),
                "reward_backbone=" + base,
                "data.demonstrations=" + data.demonstrations(),
                "data.preferences=" + data.preferences(),
                "data.prompts=" + data.prompts(),
                "data.test_prompts=" + data.testPrompts()));
    all.addAll(settings);
    return all;
  }

  private Path model(Start start, long seed) {
    return switch (start) {
      case BASE -> base;
      case SFT -> output.resolve("sft-seed-" + seed).resolve("checkpoints").resolve("policy");
    };
  }
}
