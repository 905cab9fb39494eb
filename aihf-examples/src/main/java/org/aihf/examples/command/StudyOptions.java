package org.aihf.examples.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aihf.UserError;
import org.aihf.examples.report.Report;
import org.aihf.examples.study.Study;
import org.aihf.examples.study.StudyPlan;
import org.aihf.examples.study.StudyTable;
import org.aihf.run.RunDirectory.IfExists;
import picocli.CommandLine.Option;

/** What {@code train} is asked about a study. */
final class StudyOptions {
  @Option(
      names = "--quick",
      description = "Study: its short form, with data of its own; minutes instead of hours.")
  private boolean quick;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description = "Study: only the members whose name begins so; repeatable.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Study: runs at a time. Default: as many as there are cores for.")
  private int jobs;

  Path directory(String recipe) {
    return Path.of("runs", quick ? recipe + "-quick" : recipe);
  }

  void refuseWithoutStudy(Path recipe) {
    if (quick || !only.isEmpty() || jobs != 0) {
      throw new UserError(
          "options --quick, --only and --jobs are for studies; %s has no section 'study'"
              .formatted(recipe));
    }
  }

  /** Runs a study, writes its report, prints its table. */
  void carryOut(
      Path recipe, List<String> settings, Path directory, IfExists ifExists, PrintWriter out) {
    if (jobs < 0) {
      throw new UserError("option --jobs is %d; it must be at least 1".formatted(jobs));
    }
    StudyPlan plan = StudyPlan.of(recipe, settings, quick, only, directory);
    if (ifExists == IfExists.REFUSE && plan.runs().stream().anyMatch(run -> run.exists())) {
      throw new UserError(
          "%s holds runs of this study; go on with --resume, replace them with --overwrite or choose another --output"
              .formatted(directory));
    }
    Study study = new Study(plan, jobs == 0 ? plan.jobs() : jobs);
    List<Path> runs = study.carryOut(ifExists == IfExists.OVERWRITE);
    Path page = directory.resolve("report.html");
    Report report = Report.of(runs);
    report.write(page);
    report.writeCurves(directory.resolve("report.csv"));
    out.print(StudyTable.of(plan));
    report.published().forEach(out::println);
    out.println(page);
  }
}
