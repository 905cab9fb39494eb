package org.aihf.examples.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.aihf.UserError;
import org.aihf.run.Progress;

/**
 * Data first, then every run, several at a time. Each run is what {@code ./aihf train} makes of the
 * resolved recipe that lies beside it.
 */
public final class Study {
  private final StudyPlan plan;
  private final int jobs;

  /**
   * @param jobs runs at a time
   */
  public Study(StudyPlan plan, int jobs) {
    this.plan = plan;
    this.jobs = jobs;
  }

  /**
   * Carries the study out; runs that are finished are kept, one that was stopped goes on.
   *
   * @param anew whether runs that are there are replaced instead
   * @return the run directories, member by member
   * @throws UserError when the data cannot be made or, after all the others, if a run failed
   */
  public List<Path> carryOut(boolean anew) {
    makeData();
    List<StudyRun> runs = plan.runs();
    List<StudyRun> open = runs.stream().filter(run -> anew || !run.isFinished()).toList();
    open.forEach(StudyRun::writeRecipe);
    List<String> failures = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(jobs);
    Progress shown = Progress.start("study", runs.size());
    shown.advance(runs.size() - open.size());
    try (StudyProgress progress = new StudyProgress(shown)) {
      List<Future<?>> results = new ArrayList<>();
      for (StudyRun run : open) {
        results.add(
            pool.submit(
                () -> {
                  train(run, anew, line -> progress.hear(run.name(), line));
                  progress.done(run.name());
                }));
      }
      for (Future<?> result : results) {
        failure(result).ifPresent(failures::add);
      }
    } finally {
      pool.shutdownNow();
    }
    if (!failures.isEmpty()) {
      throw new UserError(
          "%d of %d runs failed, the others are kept; first: %s"
              .formatted(failures.size(), runs.size(), failures.get(0)));
    }
    return runs.stream().map(StudyRun::directory).toList();
  }

  private static Optional<String> failure(Future<?> result) {
    try {
      result.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UserError error) {
        return Optional.of(String.valueOf(error.getMessage()));
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void train(StudyRun run, boolean anew, Consumer<String> heard) {
    ChildCommand.run(
        List.of(
            "train",
            run.recipeFile().toString(),
            "--output",
            run.directory().toString(),
            anew ? "--overwrite" : "--resume"),
        run.log(),
        heard);
  }

  private void makeData() {
    Path data = plan.data();
    if (data.toString().isEmpty() || Files.exists(data) || plan.dataCommands().isEmpty()) {
      return;
    }
    List<String> commands = plan.dataCommands();
    try (Progress progress = Progress.start("data", commands.size())) {
      for (String command : commands) {
        System.err.printf("aihf: there is no %s; making it: ./aihf %s%n", data, command);
        ChildCommand.run(
            Arrays.asList(command.strip().split("\\s+")),
            plan.output().resolve("data.log"),
            line -> {});
        progress.advance(1);
      }
    }
    if (!Files.exists(data)) {
      throw new UserError(
          "the commands of '%s.data' did not make %s; write {data} where the last one has its --output"
              .formatted(StudyRecipe.KEY, data));
    }
  }
}
