package org.aihf.examples.quickstart;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.aihf.examples.quickstart.Contest.Outcome;
import org.aihf.examples.reviews.PreferenceRater;
import org.aihf.examples.reviews.ReviewData;
import org.aihf.random.RandomStream;
import org.aihf.torch.TorchRuntime;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./aihf quickstart}. */
@Command(
    name = "quickstart",
    description =
        "Compare SFT, DPO, RLHF and AIHF on the same data and write a report. Downloads nothing.")
public final class QuickstartCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "runs/quickstart",
      description = "where models, runs and the report go (default: ${DEFAULT-VALUE})")
  private Path output;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "3",
      description = "seeds 1..N of every method (default: ${DEFAULT-VALUE})")
  private int seeds;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "2",
      description = "threads of the engine (default: ${DEFAULT-VALUE})")
  private int threads;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<Outcome> outcomes = new ArrayList<>();
    try (TorchRuntime runtime = TorchRuntime.cpu(threads)) {
      Path base = output.resolve("base");
      Files.createDirectories(output);
      ReviewModel.pretrain(runtime, base, RandomStream.of(0).split("base"));
      ContestRecipe contest = ContestRecipe.bundled("reviews.yaml");
      ReviewScenario scenario =
          new ReviewScenario(
              ReviewData.Settings.FULL_COVERAGE, 1000, new PreferenceRater(1));
      for (long seed = 1; seed <= seeds; seed++) {
        DataFiles data =
            scenario.write(runtime, base, output.resolve("data-seed-" + seed), seed);
        Contest runner =
            new Contest(
                runtime, base, data, ReviewScenario.judge(), output.resolve("runs"));
        outcomes.addAll(runner.run(contest, seed));
      }
    }
    outcomes.forEach(
        o -> out.printf("%-30s seed %d  %s%n", o.entrant().name(), o.seed(), o.last().values()));
    return 0;
  }
}
