package org.aihf.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.aihf.UserError;
import org.aihf.llm.recipe.TrainRecipe;
import org.aihf.llm.recipe.TrainRecipe.Method;
import org.aihf.llm.recipe.Training;
import org.aihf.reward.RewardFunction;
import org.aihf.run.Manifest;
import org.aihf.run.RunDirectory;
import org.aihf.run.RunDirectory.IfExists;
import org.aihf.run.RunOnDisk;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run that fails in the middle goes on where it stood; {@link KilledRunTest} kills processes. */
class ResumeTest {
  private static TorchRuntime runtime;

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    runtime = TestDevice.open();
    TestDevice.assumeRepeatable();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void goesOnBitForBit(Method method) throws IOException {
    TinyTraining task = TinyTraining.write(directory, runtime);
    TrainRecipe recipe = recipe(task, method);
    Path whole = directory.resolve("whole");
    run(recipe, whole, IfExists.REFUSE, TinyTraining.JUDGE);

    Path stopped = directory.resolve("stopped");
    assertThatThrownBy(() -> run(recipe, stopped, IfExists.RESUME, failingAt(lastCall(method))))
        .hasMessageContaining("the judge is tired");
    assertThat(new RunOnDisk(stopped).status()).isEqualTo("failed");
    assertThat(stopped.resolve("state")).isNotEmptyDirectory();
    run(recipe, stopped, IfExists.RESUME, TinyTraining.JUDGE);

    assertThat(RunContent.of(stopped)).isEqualTo(RunContent.of(whole));
    assertThat(new RunOnDisk(stopped).status()).isEqualTo("finished");
    assertThat(stopped.resolve("state")).doesNotExist();
    assertThat(Files.readString(stopped.resolve("manifest.json"))).contains("\"resumed\" : 1");
  }

  @Test
  void aFinishedRunStaysAsItIs() throws IOException {
    TinyTraining task = TinyTraining.write(directory, runtime);
    TrainRecipe recipe = recipe(task, Method.SFT);
    Path run = directory.resolve("run");
    run(recipe, run, IfExists.REFUSE, TinyTraining.JUDGE);
    String manifest = Files.readString(run.resolve("manifest.json"));
    run(recipe, run, IfExists.RESUME, TinyTraining.JUDGE);
    assertThat(run.resolve("manifest.json")).hasContent(manifest);
  }

  @Test
  void aChangedRecipeIsRefusedAndSavingMoreOftenIsNot() throws IOException {
    TinyTraining task = TinyTraining.write(directory, runtime);
    Path run = directory.resolve("run");
    TrainRecipe recipe = recipe(task, Method.DPO);
    assertThatThrownBy(() -> run(recipe, run, IfExists.RESUME, failingAt(2)));
    assertThatThrownBy(
            () ->
                run(
                    recipe(task, Method.DPO, "direct.beta=0.25"),
                    run,
                    IfExists.RESUME,
                    TinyTraining.JUDGE))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "cannot resume %s: 'direct.beta' was '0.5' and is now '0.25'; set it back or begin anew"
                + " with --overwrite",
            run);
    run(recipe(task, Method.DPO, "checkpoint.every=2"), run, IfExists.RESUME, TinyTraining.JUDGE);
    assertThat(new RunOnDisk(run).status()).isEqualTo("finished");
  }

  @Test
  void changedDataIsRefused() throws IOException {
    TinyTraining task = TinyTraining.write(directory, runtime);
    Path run = directory.resolve("run");
    TrainRecipe recipe = recipe(task, Method.DPO);
    assertThatThrownBy(() -> run(recipe, run, IfExists.RESUME, failingAt(2)));
    Path data = directory.resolve("preferences.jsonl");
    Files.writeString(data, Files.readString(data).replaceFirst("a b", "b a"));
    assertThatThrownBy(() -> run(recipe, run, IfExists.RESUME, TinyTraining.JUDGE))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "cannot resume: %s has changed since the run began; put the old file back or begin anew"
                + " with --overwrite",
            data);
  }

  @Test
  void aDamagedStateIsNamed() throws IOException {
    TinyTraining task = TinyTraining.write(directory, runtime);
    Path run = directory.resolve("run");
    TrainRecipe recipe = recipe(task, Method.DPO);
    assertThatThrownBy(() -> run(recipe, run, IfExists.RESUME, failingAt(2)));
    Path state;
    try (var states = Files.list(run.resolve("state"))) {
      state = states.findFirst().orElseThrow();
    }
    Path counters = state.resolve("trainer/direct-trainer.txt");
    Files.writeString(counters, "many 3");
    assertThatThrownBy(() -> run(recipe, run, IfExists.RESUME, TinyTraining.JUDGE))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(counters + " is not what the run saved");
    Files.writeString(state.resolve("position.json"), "{");
    assertThatThrownBy(() -> run(recipe, run, IfExists.RESUME, TinyTraining.JUDGE))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(state.resolve("position.json") + " is not what the run saved");
    Files.writeString(state.resolve("checksums.json"), "{");
    assertThatThrownBy(() -> run(recipe, run, IfExists.RESUME, TinyTraining.JUDGE))
        .isInstanceOf(UserError.class)
        .hasMessage("%s is damaged; begin anew with --overwrite", state.resolve("checksums.json"));
  }

  @Test
  void twoRunsInOneDirectoryAreRefused() throws IOException {
    TinyTraining task = TinyTraining.write(directory, runtime);
    TrainRecipe recipe = recipe(task, Method.SFT);
    Path run = directory.resolve("run");
    Manifest manifest = Manifest.of("sft", "sft", 1);
    try (RunDirectory held = RunDirectory.create(run, IfExists.REFUSE, manifest, "method: sft\n")) {
      assertThat(new RunOnDisk(run).status()).isEqualTo("running");
      for (IfExists how : List.of(IfExists.OVERWRITE, IfExists.REFUSE)) {
        assertThatThrownBy(() -> run(recipe, run, how, TinyTraining.JUDGE))
            .isInstanceOf(UserError.class)
            .hasMessage(
                "another process is working in %s; wait for it, or choose another directory with"
                    + " --output",
                run);
      }
      held.interrupt();
    }
    assertThat(new RunOnDisk(run).status()).isEqualTo("interrupted");
  }

  /** One evaluation before the first update, one after each third; RLHF and AIHF have 8 in all. */
  private static int lastCall(Method method) {
    return method == Method.REWARD ? 1 : 3;
  }

  private static RewardFunction<Completion> failingAt(int call) {
    AtomicInteger calls = new AtomicInteger();
    return completions -> {
      if (calls.incrementAndGet() >= call) {
        throw new IllegalStateException("the judge is tired");
      }
      return TinyTraining.JUDGE.score(completions);
    };
  }

  private static TrainRecipe recipe(TinyTraining task, Method method, String... more) {
    List<String> settings = new ArrayList<>(TinyTraining.EVERYTHING_MATTERS);
    settings.addAll(List.of("direct.steps=10", "reward.pretraining_steps=4", "loop.iterations=7"));
    settings.addAll(List.of(more));
    return task.recipe(method, settings);
  }

  private void run(
      TrainRecipe recipe, Path output, IfExists ifExists, RewardFunction<Completion> judge)
      throws IOException {
    new Training(runtime).run(recipe, output, ifExists, judge);
  }
}
