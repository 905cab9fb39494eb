package org.aihf.mujoco.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.aihf.Metrics;
import org.aihf.UserError;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.env.Box;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Environments;
import org.aihf.mujoco.env.Pendulum;
import org.aihf.mujoco.env.Reset;
import org.aihf.mujoco.env.Step;
import org.aihf.mujoco.render.Renderable;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Every method of control on a pendulum: whole, small, and resumable. */
class ControlTrainingTest {
  @TempDir static Path shared;

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

  private static ControlRecipe recipe(ControlRecipe.Method method, String... more) {
    return task.recipe(method, more);
  }

  @ParameterizedTest
  @EnumSource(ControlRecipe.Method.class)
  void everyMethodLeavesARunWithItsPolicy(ControlRecipe.Method method) throws Exception {
    Path run = directory.resolve("run");
    Metrics last =
        new ControlTraining(runtime)
            .run(recipe(method, "loop.export_every=2"), run, IfExists.REFUSE);
    assertThat(last.get("eval/true_reward")).isBetween(-2000.0, 0.0);
    assertThat(run.resolve("checkpoints/policy/sac.safetensors")).exists();
    assertThat(new RunOnDisk(run).status()).isEqualTo("finished");
    if (method != ControlRecipe.Method.BC) {
      assertThat(run.resolve("checkpoints/policy-60/sac.safetensors")).exists();
    }
    if (learnsReward(method)) {
      assertThat(run.resolve("checkpoints/reward")).isDirectory();
      assertThat(last.get("eval/learned_reward")).isFinite();
    }
  }

  private static boolean learnsReward(ControlRecipe.Method method) {
    return method == ControlRecipe.Method.AIHF || method == ControlRecipe.Method.RLHF;
  }

  @ParameterizedTest
  @EnumSource(ControlRecipe.Method.class)
  void everyMethodLeavesReturnsOfItsEpisodesAndOfTheDatas(ControlRecipe.Method method)
      throws Exception {
    Path run = directory.resolve("run");
    Metrics last = new ControlTraining(runtime).run(recipe(method), run, IfExists.REFUSE);
    List<EpisodeReturn> returns = EpisodeReturn.read(run.resolve("returns.jsonl"));
    assertThat(returns)
        .extracting(EpisodeReturn::source)
        .containsExactly(
            "policy", "policy", "non_preferred", "preferred", "demonstrations", "demonstrations");
    assertThat(returns).allMatch(row -> row.length() == 200);
    assertThat(returns).allMatch(row -> (row.learnedReturn() != null) == learnsReward(method));
    assertThat((returns.get(0).trueReturn() + returns.get(1).trueReturn()) / 2)
        .isCloseTo(last.get("eval/true_reward"), within(1e-9));
    JsonNode quality =
        new ObjectMapper()
            .readTree(run.resolve("manifest.json").toFile())
            .at("/extra/data_quality");
    assertThat(quality)
        .isEqualTo(
            new ObjectMapper()
                .readTree(task.data().resolve("manifest.json").toFile())
                .at("/true_returns"));
  }

  @Test
  void aFilmOfTheFinishedPolicyIsSixSecondsOfItsEpisodes() throws Exception {
    Path run = directory.resolve("run");
    new ControlTraining(runtime).run(recipe(ControlRecipe.Method.BC), run, IfExists.REFUSE);
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (var stream = ImageIO.createImageInputStream(run.resolve("policy.gif").toFile())) {
      reader.setInput(stream);
      assertThat(reader.getNumImages(true)).isEqualTo(120); // at 20 a second
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEnvironmentWithoutAPictureLeavesNoFilm(boolean fails) throws Exception {
    String name = fails ? "Undrawable-v1" : "Unseen-v1";
    Environments.register(name, 20, fails ? Undrawable::new : Unseen::new);
    Path run = directory.resolve("run");
    ControlRecipe recipe =
        recipe(
            ControlRecipe.Method.SAC,
            "environment=" + name,
            "data.directory=",
            "checkpoint.every=0");
    new ControlTraining(runtime).run(recipe, run, IfExists.REFUSE);
    assertThat(run.resolve("policy.gif")).doesNotExist();
    assertThat(run.resolve("returns.jsonl")).exists();
    assertThat(new RunOnDisk(run).status()).isEqualTo("finished");
  }

  /** A pendulum whose picture has a mistake. */
  private static final class Undrawable extends Unseen implements Renderable {
    @Override
    public BufferedImage render(int width, int height) {
      throw new IllegalStateException("no pen");
    }

    @Override
    public double framesPerSecond() {
      return 20;
    }
  }

  /** A pendulum that nobody sees. */
  private static class Unseen implements Environment {
    private final Pendulum pendulum = new Pendulum();

    @Override
    public Box observationSpace() {
      return pendulum.observationSpace();
    }

    @Override
    public Box actionSpace() {
      return pendulum.actionSpace();
    }

    @Override
    public Reset reset(long seed) {
      return pendulum.reset(seed);
    }

    @Override
    public Reset reset() {
      return pendulum.reset();
    }

    @Override
    public Step step(double[] action) {
      return pendulum.step(action);
    }

    @Override
    public void close() {}
  }

  /**
   * Interrupted when it has asked for the n-th time whether it is; before the loop that leaves what
   * a kill leaves, a run without a state. Moment 3 of SAC and 8 of AIHF come after the last
   * iteration.
   */
  @ParameterizedTest
  @CsvSource({
    "SAC, 1, holds the state",
    "SAC, 3, holds the state",
    "BC, 3, behaviour cloning",
    "RLHF, 1, the reward's pretraining",
    "RLHF, 12, behaviour cloning",
    "RLHF, 25, the critics' warm-up",
    "RLHF, 27, holds the state",
    "RLHF, 29, holds the state",
    "AIHF, 2, the reward's pretraining",
    "AIHF, 6, holds the state",
    "AIHF, 8, holds the state"
  })
  void aRunThatStoppedGoesOnBitForBit(ControlRecipe.Method method, int moment, String during)
      throws Exception {
    Path whole = whole(method);
    Path resumed = directory.resolve("resumed");
    ControlRecipe recipe = recipe(method);
    int[] asked = {0};
    assertThatThrownBy(
            () -> PendulumTask.begin(runtime, recipe, resumed, () -> asked[0]++ == moment))
        .isInstanceOf(RunInterrupted.class)
        .hasMessageContaining(during)
        .hasMessageContaining("--resume");
    assertThat(new RunOnDisk(resumed).status()).isEqualTo("interrupted");
    Metrics last = new ControlTraining(runtime).run(recipe, resumed, IfExists.RESUME);
    assertThat(last.get("eval/true_reward"))
        .isEqualTo(new RunOnDisk(whole).lastMetrics("eval/true_reward").get("eval/true_reward"));
    assertThat(PendulumTask.checkpoints(resumed))
        .isEqualTo(PendulumTask.checkpoints(whole))
        .isNotEmpty();
    for (String file : List.of("returns.jsonl", "policy.gif")) {
      assertThat(Files.readAllBytes(resumed.resolve(file)))
          .isEqualTo(Files.readAllBytes(whole.resolve(file)));
    }
    assertThat(PendulumTask.numbers(resumed)).isEqualTo(PendulumTask.numbers(whole));
  }

  /** A run that nothing stopped, made once. */
  private static Path whole(ControlRecipe.Method method) throws Exception {
    Path run = shared.resolve("whole-" + method.label());
    if (!Files.exists(run)) {
      new ControlTraining(runtime).run(recipe(method), run, IfExists.REFUSE);
    }
    return run;
  }

  /** Whatever is measured besides, the run stays the same. */
  @Test
  void drawnActionsAreEvaluatedInEnvironmentsOfTheirOwnWhereARecipeAsksForThem() throws Exception {
    Path run = directory.resolve("run");
    new ControlTraining(runtime)
        .run(
            recipe(ControlRecipe.Method.AIHF, "evaluation.stochastic_episodes=3"),
            run,
            IfExists.REFUSE);
    Path whole = whole(ControlRecipe.Method.AIHF);
    assertThat(PendulumTask.checkpoints(run)).isEqualTo(PendulumTask.checkpoints(whole));
    List<String> rows = PendulumTask.numbers(run);
    assertThat(rows).anyMatch(row -> row.contains("\"eval/true_reward_stochastic\":-"));
    assertThat(
            rows.stream()
                .map(row -> row.replaceAll(",?\"eval/true_reward_stochastic\":[^,}]*", ""))
                .toList())
        .isEqualTo(PendulumTask.numbers(whole));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "data.use_preferences=false; demonstrations; chosen",
        "reward.demonstration_weight=0; chosen; demonstrations",
        "data.use_demonstrations=false; chosen; demonstrations"
      })
  void demonstrationsAloneAndPreferencesAloneAreTheSameRecipeWithOneTermLess(
      String setting, String learned, String left) throws Exception {
    Path run = directory.resolve("run");
    ControlRecipe recipe =
        recipe(ControlRecipe.Method.AIHF, setting, "reward.pretraining_steps=0", "best.metric=");
    new ControlTraining(runtime).run(recipe, run, IfExists.REFUSE);
    String rows = String.join("\n", PendulumTask.numbers(run));
    assertThat(rows).contains("rewards/" + learned).doesNotContain("rewards/" + left);
    assertThat(run.resolve("checkpoints/reward")).isDirectory();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "sac.hidden_size=0; 0; from 1 to 16384",
        "sac.learning_rate=2.5; 2.5; from 0 to 1",
        "sac.buffer_size=7; 7; at least 8",
        "sac.temperature=0; 0.0; from 1e-8 to 1e8",
        "cloning.temperature=-1; -1.0; from 1e-8 to 1e8",
        "cloning.steps=0; 0; at least 1",
        "data.fragment_length=-3; -3; at least 0",
        "data.fragments=0; 0; at least 1",
        "reward.members=0; 0; from 1 to 1000",
        "reward.clamp=-1; -1.0; a finite number of at least 0",
        "reward.clamp=.inf; Infinity; a finite number of at least 0",
        "reward.discount=3; 3.0; above 0 and at most 1",
        "loop.policy_steps=0; 0; at least 1",
        "evaluation.every=0; 0; at least 1",
        "checkpoint.every=-1; -1; at least 0",
        "engine.threads=0; 0; at least 1"
      })
  void aValueOutOfRangeIsRefusedByItsKey(String setting, String value, String range) {
    assertThatThrownBy(() -> recipe(ControlRecipe.Method.AIHF, setting).validate())
        .isInstanceOf(UserError.class)
        .hasMessage(
            "option '%s' is %s; it must be %s",
            setting.substring(0, setting.indexOf('=')), value, range);
  }

  @Test
  void dataOfAnotherEnvironmentAreRefused() {
    assertThatThrownBy(
            () ->
                new ControlTraining(runtime)
                    .run(
                        recipe(ControlRecipe.Method.AIHF, "horizon=absorbing"),
                        directory.resolve("run"),
                        IfExists.REFUSE))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("observations of 3")
        .hasMessageContaining("Pendulum-v1");
  }

  @Test
  void theReplayMayBeginWithTheDemonstrations() {
    ControlRecipe recipe = recipe(ControlRecipe.Method.AIHF, "sac.preload_demonstrations=true");
    try (ControlModels models = new ControlModels(runtime, recipe)) {
      int transitions = models.episodes().stream().mapToInt(Trajectory::length).sum();
      assertThat(models.policy(true).sac().replay().size()).isEqualTo(transitions).isPositive();
    }
    assertThatThrownBy(
            () ->
                recipe(
                        ControlRecipe.Method.SAC,
                        "data.directory=",
                        "sac.preload_demonstrations=true")
                    .validate())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("demonstrations for the replay");
  }

  @ParameterizedTest
  @EnumSource(
      value = ControlRecipe.Method.class,
      names = {"BC", "RLHF", "AIHF"})
  void missingDataAreNamed(ControlRecipe.Method method) {
    assertThatThrownBy(() -> recipe(method, "data.directory=").validate())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("data.directory");
    assertThatThrownBy(
            () ->
                new ControlTraining(runtime)
                    .run(
                        recipe(method, "data.directory=nowhere"),
                        directory.resolve("run"),
                        IfExists.REFUSE))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("nowhere");
  }
}
