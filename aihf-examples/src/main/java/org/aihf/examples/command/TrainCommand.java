package org.aihf.examples.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.aihf.Metrics;
import org.aihf.UserError;
import org.aihf.examples.report.Report;
import org.aihf.examples.study.StudyRecipe;
import org.aihf.llm.recipe.TrainRecipe;
import org.aihf.llm.recipe.Training;
import org.aihf.mujoco.recipe.ControlRecipe;
import org.aihf.mujoco.recipe.ControlTraining;
import org.aihf.run.RunDirectory.IfExists;
import org.aihf.run.recipe.RecipeReader;
import org.aihf.torch.Precision;
import org.aihf.torch.TorchRuntime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Carries out a recipe. */
@Command(
    name = "train",
    description = {
      "Train what a recipe says: a language model or a policy for control.",
      "",
      "By the method that the recipe names; for control if it names an environment.",
      "",
      "Leaves a run directory: the resolved config.yaml, manifest.json, metrics.jsonl, TensorBoard events,",
      "samples, the final evaluation, checkpoints in Hugging Face layout and report.html.",
      "",
      "A recipe with a section 'study' is a comparison: it trains every member with every seed, each in a",
      "directory and a process of its own, and makes the data first if there are none."
    })
final class TrainCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RECIPE.yaml", description = "What to train and how.")
  private Path recipe;

  @Option(
      names = "--set",
      paramLabel = "a.b=v",
      description = "Replace a value of the recipe; repeatable. Values are YAML.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Run directory; default: runs/RECIPE-seed-SEED. A study's default: runs/RECIPE.")
  private @Nullable Path output;

  @Option(names = "--overwrite", description = "Replace a run that is there.")
  private boolean overwrite;

  @Option(
      names = "--resume",
      description =
          "Go on with the run that is there, to the same numbers as if it had never stopped; start it if there is none.")
  private boolean resume;

  @Mixin private StudyOptions study = new StudyOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (RecipeReader.hasKey(recipe, settings, StudyRecipe.KEY)) {
      Path directory = output == null ? study.directory(name()) : output;
      study.carryOut(recipe, settings, directory, ifExists(), spec.commandLine().getOut());
      return 0;
    }
    study.refuseWithoutStudy(recipe);
    boolean control = RecipeReader.hasKey(recipe, settings, "environment");
    Trained trained = control ? trainControl() : trainLanguageModel();
    PrintWriter out = spec.commandLine().getOut();
    trained.last().values().forEach((name, value) -> out.printf("%-24s %.4f%n", name, value));
    Path directory = trained.directory();
    Report report = Report.of(List.of(directory));
    report.write(directory.resolve("report.html"));
    report.published().forEach(out::println);
    out.println(directory);
    return 0;
  }

  private record Trained(Path directory, Metrics last) {}

  private Trained trainLanguageModel() throws IOException {
    TrainRecipe resolved = RecipeReader.of(TrainRecipe.class).read(recipe, settings);
    resolved.validate();
    Path directory = directory(resolved.seed());
    try (TorchRuntime runtime =
        EngineOptions.open(
            resolved.engine().device(),
            resolved.engine().threads(),
            resolved.engine().precision())) {
      return new Trained(
          directory, new Training(runtime).run(resolved, directory, ifExists(), null));
    }
  }

  private Trained trainControl() throws IOException {
    ControlRecipe resolved = RecipeReader.of(ControlRecipe.class).read(recipe, settings);
    resolved.validate();
    Path directory = directory(resolved.seed());
    try (TorchRuntime runtime =
        EngineOptions.open("cpu", resolved.engine().threads(), Precision.FP32)) {
      return new Trained(
          directory, new ControlTraining(runtime).run(resolved, directory, ifExists()));
    }
  }

  private IfExists ifExists() {
    if (overwrite && resume) {
      throw new UserError("options --overwrite and --resume exclude each other; give one of them");
    }
    return overwrite ? IfExists.OVERWRITE : resume ? IfExists.RESUME : IfExists.REFUSE;
  }

  private Path directory(long seed) {
    return output == null ? Path.of("runs", name() + "-seed-" + seed) : output;
  }

  private String name() {
    return recipe.getFileName().toString().replaceFirst("\\.ya?ml$", "");
  }
}
