package org.aihf.mujoco.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aihf.UserError;
import org.aihf.mujoco.recipe.ControlRecipe.Method;
import org.aihf.run.RunDirectory.IfExists;
import org.aihf.run.RunOnDisk;
import org.aihf.run.resume.RunInterrupted;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the section {@code best} does in control: as for language models, by evaluations. */
class BestOfControlRunTest {
  @TempDir static Path shared;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static TorchRuntime runtime;
  private static PendulumTask task;

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    runtime = TestDevice.open();
    task = PendulumTask.collect(shared.resolve("data"));
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  @ParameterizedTest
  @CsvSource({"SAC, eval/true_reward", "RLHF, eval/learned_reward", "AIHF, -eval/true_reward_std"})
  void theBestPolicyIsTheOneThatWasEvaluatedThen(Method method, String metric) throws Exception {
    Path run = directory.resolve("run");
    train(
        task.recipe(method, "best.metric=" + metric, "loop.export_every=1", "evaluation.every=1"),
        run);
    assertThat(new RunOnDisk(run).status()).isEqualTo("finished");
    String name = metric.replace("-", "");
    double sign = metric.startsWith("-") ? -1 : 1;
    double highest = Double.NEGATIVE_INFINITY;
    int at = -1;
    for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      JsonNode row = JSON.readTree(line);
      if (row.has(name) && sign * row.path(name).asDouble() > highest) {
        highest = sign * row.path(name).asDouble();
        at = row.path("step").asInt();
      }
    }
    JsonNode best = manifest(run).at("/extra/best");
    assertThat(best.path("metric").asText()).isEqualTo(name);
    assertThat(best.path("value").asDouble()).isEqualTo(sign * highest);
    assertThat(best.path("step").asInt()).isEqualTo(at);
    byte[] kept = weights(run, "policy-best");
    for (int step = 30; step <= 120; step += 30) {
      boolean same = java.util.Arrays.equals(kept, weights(run, "policy-" + step));
      assertThat(same).as("best at %d, after %d steps", at, step).isEqualTo(step == at);
    }
    assertThat(weights(run, "policy")).isEqualTo(weights(run, "policy-120"));
  }

  /** Evaluations are after 0, 1, 2, ... iterations; none gains a million: two are enough. */
  @ParameterizedTest
  @CsvSource({"SAC, 0", "CONSTANT_REWARD, 0", "RLHF, 26", "AIHF, 5"})
  void patienceSurvivesAResume(Method method, int firstIteration) throws Exception {
    ControlRecipe recipe =
        task.recipe(
            method,
            "best.metric=eval/true_reward",
            "best.patience=2",
            "best.minimum_gain=1000000",
            "loop.iterations=20",
            "evaluation.every=1");
    Path whole = directory.resolve("whole");
    train(recipe, whole);
    assertThat(new RunOnDisk(whole).status()).isEqualTo("stopped");
    assertThat(whole.resolve("state")).doesNotExist();
    assertThat(manifest(whole).at("/extra/policy_steps").asInt()).isEqualTo(2 * 30);
    assertThat(whole.resolve("returns.jsonl")).isNotEmptyFile();

    for (int after = 1; after <= 2; after++) {
      int[] asked = {1 - after};
      Path stopped = directory.resolve("stopped-after-" + after);
      assertThatThrownBy(
              () ->
                  PendulumTask.begin(runtime, recipe, stopped, () -> asked[0]++ == firstIteration))
          .isInstanceOf(RunInterrupted.class)
          .hasMessageContaining("holds the state");
      train(recipe, stopped);
      assertThat(new RunOnDisk(stopped).status()).isEqualTo("stopped");
      assertThat(PendulumTask.checkpoints(stopped)).isEqualTo(PendulumTask.checkpoints(whole));
      assertThat(PendulumTask.numbers(stopped)).isEqualTo(PendulumTask.numbers(whole));
      assertThat(manifest(stopped).at("/extra/best")).isEqualTo(manifest(whole).at("/extra/best"));
      assertThat(stopped.resolve("returns.jsonl"))
          .hasSameBinaryContentAs(whole.resolve("returns.jsonl"));
    }
    String before = Files.readString(whole.resolve("manifest.json"));
    train(recipe, whole);
    assertThat(whole.resolve("manifest.json")).hasContent(before);
  }

  /** Any evaluation is good enough, the one before the first update too. */
  @ParameterizedTest
  @EnumSource(names = {"SAC", "RLHF", "AIHF"})
  void aRunThatIsGoodEnoughStops(Method method) throws Exception {
    for (String settings : new String[] {"eval/true_reward -1e6", "-eval/true_reward 1e6"}) {
      String[] best = settings.split(" ", -1);
      Path run = directory.resolve("run" + best[0].length());
      train(task.recipe(method, "best.metric=" + best[0], "best.stop_at=" + best[1]), run);
      assertThat(new RunOnDisk(run).status()).isEqualTo("stopped");
      assertThat(manifest(run).at("/extra/policy_steps").asInt()).isZero();
      assertThat(weights(run, "policy-best")).isEqualTo(weights(run, "policy"));
    }
    Path never = directory.resolve("never");
    train(task.recipe(method, "best.metric=eval/true_reward", "best.stop_at=1"), never);
    assertThat(new RunOnDisk(never).status()).isEqualTo("finished");
  }

  @Test
  void withoutAMetricNothingIsChosen() throws Exception {
    Path run = directory.resolve("run");
    train(task.recipe(Method.SAC), run);
    assertThat(run.resolve("checkpoints/policy-best")).doesNotExist();
    assertThat(manifest(run).at("/extra/best").isMissingNode()).isTrue();
  }

  @Test
  void whatCannotBeWatchedIsRefused() {
    assertRefused(
        task.recipe(Method.BC, "best.metric=eval/true_reward"),
        "option 'best.metric' is 'eval/true_reward', but method 'bc' is evaluated only once, at its"
            + " end");
    assertRefused(
        task.recipe(Method.SAC, "best.metric=-train/critic_loss"),
        "option 'best.metric' is '-train/critic_loss'; in control it is a metric of evaluations,"
            + " such as eval/true_reward");
    assertRefused(
        task.recipe(Method.SAC, "best.stop_at=3000"),
        "option 'best.stop_at' needs 'best.metric': what to wait for, such as eval/true_reward");
    assertRefused(
        task.recipe(Method.SAC, "best.metric=eval/true_reward", "best.stop_at=.inf"),
        "option 'best.stop_at' is Infinity; it must be a finite number, or left out");
    assertRefused(
        task.recipe(Method.SAC, "best.metric=eval/learned_rewrad"),
        "option 'best.metric' is 'eval/learned_rewrad', which this run's evaluations do not measure");
  }

  private void assertRefused(ControlRecipe recipe, String sentence) {
    assertThatThrownBy(() -> train(recipe, directory.resolve("refused")))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(sentence);
  }

  private static void train(ControlRecipe recipe, Path output) throws IOException {
    new ControlTraining(runtime).run(recipe, output, IfExists.RESUME);
  }

  private static byte[] weights(Path run, String name) throws IOException {
    return Files.readAllBytes(run.resolve("checkpoints").resolve(name).resolve("sac.safetensors"));
  }

  private static JsonNode manifest(Path run) throws IOException {
    return JSON.readTree(run.resolve("manifest.json").toFile());
  }
}
