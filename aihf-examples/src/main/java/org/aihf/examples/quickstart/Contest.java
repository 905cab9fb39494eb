package org.aihf.examples.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aihf.Metrics;
import org.aihf.examples.quickstart.Entrant.Start;
import org.aihf.llm.Completion;
import org.aihf.llm.recipe.DataSection;
import org.aihf.llm.recipe.TrainRecipe;
import org.aihf.llm.recipe.Training;
import org.aihf.reward.RewardFunction;
import org.aihf.run.RunDirectory.IfExists;
import org.aihf.torch.TorchRuntime;
import org.jspecify.annotations.Nullable;

/**
 * Runs every entrant of one seed on the same base model and data; each leaves a run directory of its own, whose {@code
 * config.yaml} repeats it with {@code ./aihf train}.
 */
final class Contest {
  private final TorchRuntime runtime;
  private final Path base;
  private final DataFiles data;
  private final @Nullable RewardFunction<Completion> judge;
  private final Path output;

  /**
   * @param base directory of the base model
   * @param judge the true reward, where there is one
   * @param output gets one directory per entrant
   */
  Contest(
      TorchRuntime runtime,
      Path base,
      DataFiles data,
      @Nullable RewardFunction<Completion> judge,
      Path output) {
    this.runtime = runtime;
    this.base = base;
    this.data = data;
    this.judge = judge;
    this.output = output;
  }

  /** What one entrant reached. */
  record Outcome(Entrant entrant, long seed, Path run, Metrics last) {}

  /** Runs the entrants in order; those that start from SFT need one named {@code SFT} before. */
  List<Outcome> run(List<Entrant> entrants, long seed) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    for (Entrant entrant : entrants) {
      Path run = output.resolve(entrant.slug() + "-seed-" + seed);
      TrainRecipe recipe = entrant.recipe().apply(common(entrant, seed));
      Training training = new Training(runtime);
      Metrics last =
          entrant.oracle() && judge != null
              ? training.runAgainst(judge, recipe, run, IfExists.OVERWRITE)
              : training.run(recipe, run, IfExists.OVERWRITE, judge);
      outcomes.add(new Outcome(entrant, seed, run, last));
    }
    return outcomes;
  }

  private TrainRecipe common(Entrant entrant, long seed) {
    TrainRecipe defaults = TrainRecipe.defaults();
    return new TrainRecipe(
        defaults.method(),
        entrant.name(),
        seed,
        model(entrant.start(), seed).toString(),
        model(entrant.reference(), seed).toString(),
        "",
        base.toString(),
        new DataSection(
            data.demonstrations().toString(),
            data.preferences().toString(),
            data.prompts().toString(),
            data.testPrompts().toString(),
            false,
            false),
        defaults.direct(),
        defaults.reward(),
        defaults.policy(),
        defaults.loop(),
        defaults.evaluation(),
        defaults.engine());
  }

  private Path model(Start start, long seed) {
    return switch (start) {
      case BASE -> base;
      case SFT -> output.resolve("sft-seed-" + seed).resolve("checkpoints").resolve("policy");
    };
  }
}
