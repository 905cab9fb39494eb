package org.aihf.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.aihf.UserError;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.recipe.TrainRecipe;
import org.aihf.llm.recipe.TrainRecipe.Method;
import org.aihf.llm.recipe.Training;
import org.aihf.reward.RewardFunction;
import org.aihf.run.RunDirectory.IfExists;
import org.aihf.run.RunOnDisk;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that fill up, turn read-only or lose files in the middle of a run. */
class FailingDiskTest {
  private static TorchRuntime runtime;

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    runtime = TestDevice.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  private interface Mishap {
    void happen() throws Exception;
  }

  @Test
  void aFullDiskIsOneSentenceAndTheRunGoesOnOnceThereIsSpace() throws Exception {
    TinyTraining task = TinyTraining.write(directory, runtime);
    Path whole = directory.resolve("whole");
    run(recipe(task), whole, TinyTraining.JUDGE);
    try (SmallDisk disk = SmallDisk.of(directory.resolve("disk"), 2000)) {
      Path run = disk.mount().resolve("run");
      List<Path> filler = new ArrayList<>();
      assertThatThrownBy(() -> run(recipe(task), run, judgeWith(3, () -> filler.add(disk.fill()))))
          .isInstanceOf(UserError.class)
          .hasMessageMatching(
              "cannot write .*: no space left on the disk; free some and run again \\(earlier files"
                  + " are untouched\\)");
      assertWholeFilesOnly(run);
      // What was exported and saved before is whole.
      CausalLm.load(runtime, run.resolve("checkpoints/policy-2"), ModelOptions.frozen()).close();
      Files.delete(filler.get(0));
      run(recipe(task), run, TinyTraining.JUDGE);
      assertThat(RunContent.of(run)).isEqualTo(RunContent.of(whole));
    }
  }

  @Test
  void aDiskThatIsFullFromTheStartIsOneSentence() throws Exception {
    TinyTraining task = TinyTraining.write(directory, runtime);
    try (SmallDisk disk = SmallDisk.of(directory.resolve("disk"), 100)) {
      disk.fill();
      assertThatThrownBy(() -> run(recipe(task), disk.mount().resolve("run"), TinyTraining.JUDGE))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("no space left on the disk");
    }
  }

  @Test
  void aReadOnlyDiskIsOneSentence() throws Exception {
    TinyTraining task = TinyTraining.write(directory, runtime);
    try (SmallDisk disk = SmallDisk.of(directory.resolve("disk"), 100)) {
      disk.makeReadOnly();
      Path run = disk.mount().resolve("run");
      assertThatThrownBy(() -> run(recipe(task), run, TinyTraining.JUDGE))
          .isInstanceOf(UserError.class)
          .hasMessage("cannot write %s: the file system is read-only; choose another place", run);
    }
  }

  /** Data and models are read before the first update; a run no longer needs them. */
  @Test
  void aRunSurvivesTheLossOfItsInputs() throws Exception {
    TinyTraining task = TinyTraining.write(directory, runtime);
    Path whole = directory.resolve("whole");
    run(recipe(task), whole, TinyTraining.JUDGE);
    Path run = directory.resolve("run");
    run(
        recipe(task),
        run,
        judgeWith(
            2,
            () -> {
              Files.delete(directory.resolve("preferences.jsonl"));
              Files.move(directory.resolve("model"), directory.resolve("elsewhere"));
            }));
    assertThat(RunContent.of(run)).isEqualTo(RunContent.of(whole));
  }

  @Test
  void aResumedRunNamesADataFileThatIsGone() throws Exception {
    TinyTraining task = TinyTraining.write(directory, runtime);
    Path run = directory.resolve("run");
    assertThatThrownBy(
        () ->
            run(
                recipe(task),
                run,
                judgeWith(
                    2,
                    () -> {
                      throw new IllegalStateException("stop here");
                    })));
    Files.delete(directory.resolve("preferences.jsonl"));
    assertThatThrownBy(() -> run(recipe(task), run, TinyTraining.JUDGE))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "cannot read %s: there is no such file; check the path",
            directory.resolve("preferences.jsonl"));
    assertThat(run.resolve("state")).isNotEmptyDirectory();
  }

  private static void assertWholeFilesOnly(Path run) throws IOException {
    assertThat(new RunOnDisk(run).status()).isIn("failed", "interrupted");
    try (Stream<Path> files = Files.walk(run)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
    }
  }

  private static RewardFunction<Completion> judgeWith(int call, Mishap mishap) {
    AtomicInteger calls = new AtomicInteger();
    return completions -> {
      if (calls.incrementAndGet() == call) {
        try {
          mishap.happen();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
      return TinyTraining.JUDGE.score(completions);
    };
  }

  private static TrainRecipe recipe(TinyTraining task) {
    List<String> settings = new ArrayList<>(TinyTraining.EVERYTHING_MATTERS);
    settings.addAll(List.of("direct.steps=8", "engine.checkpoint_every=2"));
    return task.recipe(Method.DPO, settings);
  }

  private void run(TrainRecipe recipe, Path output, RewardFunction<Completion> judge)
      throws IOException {
    new Training(runtime).run(recipe, output, IfExists.RESUME, judge);
  }
}
