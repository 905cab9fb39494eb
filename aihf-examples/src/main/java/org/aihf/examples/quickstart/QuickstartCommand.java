package org.aihf.examples.quickstart;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.aihf.UserError;
import org.aihf.examples.quickstart.Contest.Outcome;
import org.aihf.examples.report.Report;
import org.aihf.llm.Completion;
import org.aihf.llm.TextReward;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardFunction;
import org.aihf.run.AtomicFiles;
import org.aihf.torch.TorchRuntime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./aihf quickstart}. */
@Command(
    name = "quickstart",
    description = {
      "Compare SFT, DPO, RLHF and AIHF on the same data and write a report.",
      "",
      "Without options: a small language model and data made on the spot, nothing downloaded,",
      "at most ten minutes on two cores. With --model and --data: your own."
    })
public final class QuickstartCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "runs/quickstart",
      description = "Where models, runs and reports go; default: ${DEFAULT-VALUE}.")
  private Path output;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Seeds per method; default: 3, with --model 1.")
  private @Nullable Integer seeds;

  @Option(
      names = "--first-seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "The first of the seeds (default: ${DEFAULT-VALUE}); tune on others than you report.")
  private int firstSeed;

  @Option(
      names = "--full",
      description =
          "Also an oracle, AIHF-DPO, static demonstration pairs, partial coverage and less data;"
              + " about an hour.")
  private boolean full;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "Hugging Face directory of a base model instead of the embedded one.")
  private @Nullable Path model;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "With --model: demonstrations.jsonl, preferences.jsonl, prompts.jsonl, test_prompts.jsonl.")
  private @Nullable Path data;

  @Option(
      names = "--judge",
      paramLabel = "COMMAND",
      description =
          "With --model: a program that reads {prompt, completion} rows and prints a score per row, or"
              + " a server's http address; training never sees it.")
  private @Nullable String judge;

  @Option(
      names = "--set",
      paramLabel = "a.b=v",
      description = "Changes every method's recipe; may be repeated.")
  private List<String> settings = List.of();

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description = "Only these methods, by name or its beginning; may be repeated.")
  private List<String> only = List.of();

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description =
          "With --full: only this scenario; may be repeated. With and without it: algorithms, AIHF"
              + " with RLOO, GRPO, ReMax and PPO.")
  private List<String> scenarios = List.of();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads of the engine; default: 1 for the embedded model, which is too small for more, else one per processor.")
  private @Nullable Integer threads;

  @Override
  public Integer call() throws IOException {
    if ((model == null) != (data == null)) {
      throw new UserError(
          "option %s needs option %s too"
              .formatted(
                  model == null ? "--data" : "--model", model == null ? "--model" : "--data"));
    }
    if (seeds != null && seeds < 1) {
      throw new UserError("option --seeds is %d; it must be at least 1".formatted(seeds));
    }
    int processors = Runtime.getRuntime().availableProcessors();
    int engineThreads = threads != null ? threads : model == null ? 1 : processors;
    try (TorchRuntime runtime = TorchRuntime.cpu(engineThreads)) {
      if (model != null && data != null) {
        ownData(runtime, model, data);
      } else {
        reviews(runtime);
      }
    }
    return 0;
  }

  private void reviews(TorchRuntime runtime) throws IOException {
    Path base = output.resolve("base");
    if (!Files.exists(base.resolve("config.json"))) {
      ReviewModel.pretrain(runtime, base, RandomStream.of(0).split("base"));
    }
    for (Scenario scenario : chosenScenarios()) {
      Path directory = output.resolve(scenario.name());
      ContestRecipe contest = ContestRecipe.bundled(scenario.contest()).only(only);
      List<Outcome> outcomes = new ArrayList<>();
      for (int seed = firstSeed; seed < firstSeed + (seeds == null ? 3 : seeds); seed++) {
        DataFiles files =
            scenario.data().write(runtime, base, directory.resolve("data-seed-" + seed), seed);
        Contest runner =
            new Contest(
                runtime,
                base,
                files,
                scenario.data().judge(),
                directory.resolve("runs"),
                settings,
                scenario.data().promptGroups());
        outcomes.addAll(runner.run(contest, seed));
      }
      conclude(scenario.title(), directory, new Outcomes(outcomes));
    }
  }

  private List<Scenario> chosenScenarios() {
    List<Scenario> all = new ArrayList<>(full ? Scenario.full() : List.of(Scenario.main()));
    if (scenarios.isEmpty()) {
      return all;
    }
    all.add(Scenario.algorithms());
    for (String name : scenarios) {
      if (all.stream().noneMatch(scenario -> scenario.name().equals(name))) {
        throw new UserError(
            "option --scenario is '%s'; it must be one of: %s"
                .formatted(name, String.join(", ", all.stream().map(Scenario::name).toList())));
      }
    }
    return all.stream().filter(scenario -> scenarios.contains(scenario.name())).toList();
  }

  private void ownData(TorchRuntime runtime, Path base, Path directory) throws IOException {
    DataFiles files = DataFiles.in(directory);
    RewardFunction<Completion> judgement =
        judge == null ? null : TextReward.parse(judge).toRewardFunction();
    ContestRecipe contest = ContestRecipe.bundled("own-model.yaml").only(only);
    List<Outcome> outcomes = new ArrayList<>();
    for (int seed = firstSeed; seed < firstSeed + (seeds == null ? 1 : seeds); seed++) {
      Contest runner =
          new Contest(runtime, base, files, judgement, output.resolve("runs"), settings, Map.of());
      outcomes.addAll(runner.run(contest, seed));
    }
    conclude("SFT, RLHF and AIHF on " + directory.getFileName(), output, new Outcomes(outcomes));
  }

  private void conclude(String title, Path directory, Outcomes outcomes) {
    PrintWriter out = spec.commandLine().getOut();
    Path report = directory.resolve("report.html");
    String answer = outcomes.answer();
    Report.of(List.of(directory.resolve("runs")))
        .titled(title)
        .answering(answer.isEmpty() ? null : answer)
        .write(report);
    AtomicFiles.write(directory.resolve("table.md"), outcomes.table());
    out.println();
    out.println(title);
    out.println();
    out.print(outcomes.table());
    out.println();
    out.println("Report: " + report.toAbsolutePath());
    out.flush();
  }
}
