package org.aihf.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import org.aihf.run.RunDirectory.IfExists;
import org.aihf.run.RunOnDisk;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a recipe's section {@code best} does: the best is kept, and a run without gain stops. */
class BestOfRunTest {
  private static TorchRuntime runtime;

  @TempDir Path directory;
  private TinyTraining task;
  private int refused;

  @BeforeAll
  static void open() {
    runtime = TestDevice.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  @BeforeEach
  void write() throws IOException {
    task = TinyTraining.write(directory, runtime);
  }

  /** Evaluations are at 0, 3, 6, ...; of which none gains a hundred: two of them are enough. */
  @ParameterizedTest
  @EnumSource(names = {"SFT", "ALIGN", "AIHF"})
  void patienceSurvivesAResume(Method method) throws IOException {
    TrainRecipe recipe =
        recipe(method, "best.metric=eval/true_reward", "best.patience=2", "best.minimum_gain=100");
    Path whole = directory.resolve("whole");
    run(recipe, whole, TinyTraining.JUDGE);
    assertThat(new RunOnDisk(whole).status()).isEqualTo("stopped");
    assertThat(whole.resolve("state")).doesNotExist();
    int unit = method == Method.SFT ? 1 : 2;
    assertThat(manifest(whole).at("/extra/policy_steps").asInt()).isEqualTo(6 * unit);
    assertThat(new RunOnDisk(whole).lastMetrics("eval/kl").get("step")).isEqualTo(6 * unit);

    Path stopped = directory.resolve("stopped");
    assertThatThrownBy(() -> run(recipe, stopped, failingAt(3)))
        .hasMessageContaining("the judge is tired");
    run(recipe, stopped, TinyTraining.JUDGE);
    assertThat(RunContent.of(stopped)).isEqualTo(RunContent.of(whole));
    assertThat(manifest(stopped).at("/extra/best")).isEqualTo(manifest(whole).at("/extra/best"));

    String before = Files.readString(stopped.resolve("manifest.json"));
    run(recipe, stopped, TinyTraining.JUDGE);
    assertThat(stopped.resolve("manifest.json")).hasContent(before);
  }

  @ParameterizedTest
  @CsvSource({"DPO, eval/true_reward", "DPO, -loss", "AIHF, -eval/kl", "REWARD, -loss"})
  void theBestIsTheOneThatWasExportedThen(Method method, String metric) throws IOException {
    Path run = directory.resolve("run");
    run(
        recipe(method, "best.metric=" + metric, "engine.checkpoint_every=1", "evaluation.every=1"),
        run,
        TinyTraining.JUDGE);
    assertThat(new RunOnDisk(run).status()).isEqualTo("finished");
    JsonNode best = manifest(run).at("/extra/best");
    String name = metric.replace("-", "");
    double sign = metric.startsWith("-") ? -1 : 1;
    double highest = Double.NEGATIVE_INFINITY;
    int at = -1;
    for (JsonNode row : rows(run)) {
      boolean last = row.path("step").asInt() == 6 && name.startsWith("eval/") && at == 6;
      if (row.has(name) && !last && sign * row.path(name).asDouble() > highest) {
        highest = sign * row.path(name).asDouble();
        at = row.path("step").asInt();
      }
    }
    assertThat(best.path("metric").asText()).isEqualTo(name);
    assertThat(best.path("value").asDouble()).isEqualTo(sign * highest);
    assertThat(best.path("step").asInt()).isEqualTo(at);
    String what = method == Method.REWARD ? "reward" : "policy";
    int unit = method == Method.AIHF ? at / 2 : at;
    Path then =
        at == 0
            ? directory.resolve("model")
            : run.resolve("checkpoints/%s-%d".formatted(what, unit));
    assertThat(run.resolve("checkpoints/%s-best/model.safetensors".formatted(what)))
        .hasSameBinaryContentAs(then.resolve("model.safetensors"));
  }

  @Test
  void aMetricThatIsNotMeasuredIsRefusedAtOnce() {
    assertRefused(
        recipe(Method.SFT, "best.metric=eval/true_rewrad"),
        "option 'best.metric' is 'eval/true_rewrad', which this run's evaluations do not measure;"
            + " did you mean eval/true_reward?");
    assertRefused(
        recipe(Method.SFT, "best.metric=-los"),
        "option 'best.metric' is '-los', which this run's updates do not measure; did you mean"
            + " loss?");
  }

  @Test
  void whatCannotBeIsRefused() {
    assertRefused(
        recipe(Method.REWARD, "best.metric=eval/true_reward"),
        "option 'best.metric' is 'eval/true_reward', which method 'reward' measures only at its"
            + " end; use one of its updates, such as -loss or rewards/accuracies");
    assertRefused(
        recipe(Method.SFT, "best.metric=eval/kl", "evaluation.every=0"),
        "option 'best.metric' is 'eval/kl', but 'evaluation.every' is 0: nothing is evaluated on"
            + " the way");
    assertRefused(
        recipe(Method.SFT, "best.patience=2"),
        "option 'best.patience' needs 'best.metric': what to wait for, such as eval/true_reward");
  }

  private void assertRefused(TrainRecipe recipe, String sentence) {
    assertThatThrownBy(
            () -> run(recipe, directory.resolve("refused" + ++refused), TinyTraining.JUDGE))
        .isInstanceOf(UserError.class)
        .hasMessage(sentence);
  }

  private TrainRecipe recipe(Method method, String... more) {
    List<String> settings = new ArrayList<>(TinyTraining.EVERYTHING_MATTERS);
    boolean endless = String.join(" ", more).contains("patience");
    int units = endless ? 20 : 6;
    settings.addAll(
        List.of(
            "direct.steps=" + units,
            "loop.iterations=" + (endless ? units : 3),
            "reward.pretraining_steps=" + (method == Method.REWARD ? 6 : 2)));
    settings.addAll(List.of(more));
    return task.recipe(method, settings);
  }

  private void run(TrainRecipe recipe, Path output, RewardFunction<Completion> judge)
      throws IOException {
    new Training(runtime).run(recipe, output, IfExists.RESUME, judge);
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

  private static JsonNode manifest(Path run) throws IOException {
    return JsonMapper.builder().build().readTree(run.resolve("manifest.json").toFile());
  }

  private static List<JsonNode> rows(Path run) throws IOException {
    JsonMapper json = JsonMapper.builder().build();
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      rows.add(json.readTree(line));
    }
    return rows;
  }
}
