package org.aihf.mujoco.recipe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.aihf.Metrics;
import org.aihf.UserError;
import org.aihf.mujoco.collect.CollectedEpisodes;
import org.aihf.mujoco.collect.CollectedFiles;
import org.aihf.mujoco.collect.PaperQuality;
import org.aihf.mujoco.vector.VectorApi;
import org.aihf.run.Manifest;
import org.aihf.run.RunDirectory;
import org.aihf.run.RunDirectory.IfExists;
import org.aihf.run.RunOnDisk;
import org.aihf.run.recipe.RecipeWriter;
import org.aihf.run.resume.Interruption;
import org.aihf.run.resume.SameRecipe;
import org.aihf.torch.TorchRuntime;

/** From a recipe of a control task to a finished run directory. */
public final class ControlTraining {
  private final TorchRuntime runtime;

  /**
   * @param runtime stays the caller's to close; one after the other, runs may share it
   */
  public ControlTraining(TorchRuntime runtime) {
    this.runtime = runtime;
  }

  /**
   * Runs a recipe, or goes on with it.
   *
   * @return the last evaluation
   * @throws UserError for a mistake in recipe, data or output
   */
  public Metrics run(ControlRecipe recipe, Path output, IfExists ifExists) throws IOException {
    recipe.validate();
    String config = RecipeWriter.write(recipe);
    if (ifExists == IfExists.RESUME) {
      SameRecipe.require(ControlRecipe.class, output, config);
      if (new RunOnDisk(output).isOver()) {
        System.err.printf("aihf: the run in %s is %s%n", output, new RunOnDisk(output).status());
        return new RunOnDisk(output).lastMetrics(ControlRecorder.TRUE_REWARD);
      }
    }
    try (ControlModels models = new ControlModels(runtime, recipe);
        Interruption interruption = new Interruption();
        RunDirectory directory =
            RunDirectory.create(output, ifExists, manifest(recipe, models.collected()), config)) {
      ControlOutcome outcome =
          ControlRun.of(recipe, models, directory, interruption::isRequested).execute();
      directory.update(manifest -> manifest.extra("policy_steps", outcome.steps()));
      if (outcome.stopped()) {
        directory.stop();
      } else {
        directory.finish();
      }
      return outcome.evaluation();
    }
  }

  private Manifest manifest(ControlRecipe recipe, CollectedEpisodes collected) {
    ControlDataSection data = recipe.data();
    Path directory = Path.of(data.directory());
    List<Path> files =
        Stream.concat(
                data.hasDemonstrations()
                    ? Stream.of(CollectedFiles.DEMONSTRATIONS)
                    : Stream.empty(),
                data.hasPreferences()
                    ? Stream.of(CollectedFiles.COMPARISONS, CollectedFiles.PREFERENCES)
                    : Stream.empty())
            .map(directory::resolve)
            .toList();
    String group = recipe.group().isEmpty() ? recipe.method().label() : recipe.group();
    Manifest manifest =
        Manifest.of(recipe.method().label(), group, recipe.seed())
            .engine(
                Map.of("libtorch", runtime.version(), "vectors", VectorApi.description()),
                runtime.deviceName(),
                runtime.threads())
            .data(files)
            .extra("environment", recipe.environment());
    return collected.byClass().isEmpty()
        ? manifest
        : manifest.extra("data_quality", quality(recipe.environment(), collected));
  }

  /** Table 1's row of these data, and the paper's where it has one. */
  private static Map<String, Object> quality(String environment, CollectedEpisodes collected) {
    Map<String, Object> quality = collected.returns();
    PaperQuality.of(environment).ifPresent(paper -> quality.put("paper", paper.returns()));
    return quality;
  }
}
