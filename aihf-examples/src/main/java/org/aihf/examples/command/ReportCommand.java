package org.aihf.examples.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.aihf.examples.report.Report;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares runs. */
@Command(
    name = "report",
    description = {
      "Compare any number of runs in one self-contained HTML file.",
      "",
      "Runs of one group (manifest.json) are seeds of one thing: curves show their mean and spread."
    })
final class ReportCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "RUN_DIR",
      description = "Run directories, or directories of them.")
  private List<Path> runs;

  @Option(
      names = "--output",
      defaultValue = "report.html",
      paramLabel = "F.html",
      description = "Where to write; default: ${DEFAULT-VALUE}.")
  private Path output;

  @Option(
      names = "--csv",
      paramLabel = "F.csv",
      description =
          "Write the curves too: a row for each run and step with all its evaluation metrics.")
  private @Nullable Path csv;

  @Option(names = "--title", paramLabel = "TEXT", description = "Heading of the report.")
  private @Nullable String title;

  @Option(
      names = "--answer",
      paramLabel = "TEXT",
      description = "What the report opens with; default: what the figures say.")
  private @Nullable String answer;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Report report = Report.of(runs);
    report.titled(title).answering(answer).write(output);
    spec.commandLine().getOut().println(output.toAbsolutePath());
    if (csv != null) {
      report.writeCurves(csv);
      spec.commandLine().getOut().println(csv.toAbsolutePath());
    }
    return 0;
  }
}
