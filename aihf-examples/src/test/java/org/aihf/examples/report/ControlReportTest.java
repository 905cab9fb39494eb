package org.aihf.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.aihf.UserError;
import org.aihf.mujoco.collect.CheckpointData;
import org.aihf.mujoco.collect.Checkpoints;
import org.aihf.mujoco.collect.CollectSettings;
import org.aihf.mujoco.collect.CollectedData;
import org.aihf.mujoco.collect.CollectedFiles;
import org.aihf.mujoco.collect.QualityClasses;
import org.aihf.mujoco.data.Actor;
import org.aihf.mujoco.data.Labeler;
import org.aihf.mujoco.data.PreferenceSampler;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Environments;
import org.aihf.mujoco.env.RescaleAction;
import org.aihf.mujoco.recipe.ControlRecipe;
import org.aihf.mujoco.recipe.ControlRecipe.Method;
import org.aihf.mujoco.recipe.ControlTraining;
import org.aihf.random.RandomStream;
import org.aihf.run.RunDirectory.IfExists;
import org.aihf.run.recipe.RecipeReader;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** Runs of every method on a pendulum, a few hundred steps each, and the report over them. */
class ControlReportTest {
  @TempDir static Path shared;

  private static Path runs;

  @TempDir Path directory;

  @BeforeAll
  static void train() throws Exception {
    Path data = shared.resolve("data");
    collect(data);
    runs = shared.resolve("runs");
    try (TorchRuntime runtime = TorchRuntime.cpu(1)) {
      ControlTraining training = new ControlTraining(runtime);
      for (Method method : Method.values()) {
        for (int seed = 1; seed <= 2; seed++) {
          Path run = runs.resolve(method.label() + "-" + seed);
          training.run(recipe(method, seed, data), run, IfExists.REFUSE);
        }
      }
    }
  }

  private static void collect(Path into) {
    Map<String, Actor> actors = new LinkedHashMap<>();
    for (int level = 0; level < 3; level++) {
      double torque = 0.4 * level;
      actors.put("torque-" + level, Actor.of(o -> new double[] {torque * Math.signum(o[2])}));
    }
    try (Environment environment = new RescaleAction(Environments.make("Pendulum-v1"), -1, 1)) {
      RandomStream random = RandomStream.of(1);
      List<CheckpointData> episodes =
          Checkpoints.rollOut(environment, actors, 800, random.split("episodes"));
      PreferenceSampler sampler =
          new PreferenceSampler(20, Labeler.second(), PreferenceSampler.Ties.DROP);
      CollectSettings settings =
          new CollectSettings(QualityClasses::thirds, 800, 1600, 50, sampler);
      CollectedFiles.write(
          into, "Pendulum-v1", CollectedData.of(episodes, settings, random), Map.of());
    }
  }

  private static ControlRecipe recipe(Method method, int seed, Path data) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "method=" + method.label(),
                "seed=" + seed,
                "environment=Pendulum-v1",
                "data.directory=" + data,
                "data.fragment_length=20",
                "data.fragments=40",
                "sac.hidden_size=8",
                "sac.batch_size=8",
                "sac.learning_starts=10",
                "cloning.steps=20",
                "cloning.critic_warmup=20",
                "reward.pretraining_steps=5",
                "reward.demonstration_batch=4",
                "reward.preference_batch=4",
                "loop.iterations=4",
                "loop.policy_steps=50",
                "loop.reward_steps=2",
                "loop.sampled_episodes=2",
                "evaluation.episodes=3",
                "evaluation.every=1",
                "checkpoint.every=0"));
    return RecipeReader.of(ControlRecipe.class).parse("recipe.yaml", "", settings);
  }

  private static String html(Path... places) {
    return Report.of(List.of(places)).html();
  }

  @Test
  void comparesEveryMethodInOneSelfContainedPage() throws Exception {
    String html = html(runs);
    String text = html.replaceAll("base64,[^\"]*", "base64");
    assertThat(text)
        .contains("10 runs of 5 methods", "<h2 class=\"environment\">Pendulum-v1</h2>")
        .contains("True return over steps of the environment", "Learned return over steps")
        .contains("IQM [95", "each seed", "episode length (steps)", "rank \u03c1")
        .contains("Finished policies", "Data", "What differs")
        .doesNotContain("Episode length (steps) over", "NaN", "Infinity", "undefined")
        // No figure of language models, and nothing is fetched.
        .doesNotContain("KL", "Held-out prompts", "policy updates")
        .doesNotContain("http://", "https://", "@import", "url(");
    assertThat(count(html, "src=")).isEqualTo(count(html, "src=\"data:image/gif;base64,R0lGOD"));
    assertThat(count(html, "<img")).as("a film a method").isEqualTo(5);
    for (Matcher svg = Pattern.compile("(?s)<svg.*?</svg>").matcher(html); svg.find(); ) {
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(svg.group())));
    }
  }

  @Test
  void plotsEveryEpisodeThatALearnedRewardScored() {
    String html = html(runs);
    for (String run : List.of("aihf, seed 1", "aihf, seed 2", "rlhf, seed 1", "rlhf, seed 2")) {
      assertThat(html).contains("Learned against true return of " + run);
    }
    assertThat(html).doesNotContain("Learned against true return of bc");
    // 3 of the policy, 4 of each class, in 4 runs; and one in the key.
    assertThat(count(html, "class=\"mark own\"")).isEqualTo(4 * 3 + 1);
    assertThat(count(html, "class=\"mark low\"")).isEqualTo(4 * 4 + 1);
    assertThat(count(html, "class=\"mark medium\"")).isEqualTo(4 * 4 + 1);
    assertThat(count(html, "class=\"mark high\"")).isEqualTo(4 * 4 + 1);
    assertThat(html).contains("n = 15</text>");
    assertThat(count(html, "class=\"small wide\"")).as("a row of seeds a method").isEqualTo(2);
  }

  @Test
  void saysWhatTheConstantRewardIsForAndHowFarItCame() {
    assertThat(html(runs))
        .contains("constant-reward is SAC paid 1 for every step and told nothing else")
        .contains("in episodes of 200 steps")
        .contains("episodes here are all equally long");
    assertThat(html(runs.resolve("aihf-1"), runs.resolve("aihf-2")))
        .doesNotContain("paid 1 for every step");
  }

  @Test
  void theHeadlineRanksMethodsThatLearnFromFeedback() {
    String html = html(runs);
    String answer = html.substring(html.indexOf("class=\"answer\""));
    answer = answer.substring(0, answer.indexOf("</p>"));
    assertThat(answer).contains("Pendulum-v1: ").doesNotContain("sac", "constant-reward");
    assertThat(html(runs.resolve("sac-1"))).contains("Pendulum-v1: sac reaches a true return of");
  }

  @Test
  void theDataStandBesideThePapersWhereItHasTheEnvironment() throws Exception {
    assertThat(html(runs)).contains("4 episodes</span>").doesNotContain("in the paper (Table 1)");
    Files.writeString(
        directory.resolve("manifest.json"),
        """
        {"method": "aihf", "seed": 1, "status": "finished", "extra": {"environment": "Hopper-v4", "data_quality": {
          "non_preferred": {"episodes": 12, "mean": 2100.4, "std": 80.2},
          "demonstrations": {"episodes": 10, "mean": 3300.1, "std": 20.5},
          "paper": {"environment": "Hopper-v2", "non_preferred": {"mean": 2345.2, "std": 329.93}}}}}
        """);
    assertThat(html(directory))
        .contains("<td>Hopper-v4</td><td class=\"n\">2\u202f100 ± 80.2<br>")
        .contains("<td>Hopper-v2 in the paper (Table 1)</td><td class=\"n\">2\u202f345 ± 330</td>")
        .contains("Hopper-v4: no true return was measured.");
  }

  @Test
  void environmentsAreComparedApartInTheSameColours() throws Exception {
    for (String environment : List.of("Hopper-v4", "Walker2d-v4")) {
      for (String method : List.of("aihf", "rlhf")) {
        Path run = Files.createDirectories(directory.resolve(environment + method));
        Files.writeString(
            run.resolve("manifest.json"),
            "{\"method\":\"%s\",\"seed\":1,\"status\":\"finished\",\"extra\":{\"environment\":\"%s\"}}"
                .formatted(method, environment));
        Files.writeString(
            run.resolve("metrics.jsonl"),
            "{\"step\":0,\"time\":1,\"eval/true_reward\":10}\n{\"step\":50000,\"time\":9,\"eval/true_reward\":%d}\n"
                .formatted(method.equals("aihf") ? 3000 : 2000));
      }
    }
    String html = html(directory);
    assertThat(html)
        .contains("Hopper-v4: aihf has the highest true return, 3\u202f000, before rlhf")
        .contains("Walker2d-v4: aihf has the highest true return")
        .contains("steps of the environment (thousands)");
    assertThat(count(html, "class=\"environment\"")).isEqualTo(2);
    assertThat(count(html, "<nav")).isEqualTo(1);
    assertThat(count(html, "<tr class=\"m c0\"")).isEqualTo(2);
  }

  @Test
  void namesTheLineOfABrokenReturn() throws Exception {
    Files.writeString(directory.resolve("manifest.json"), "{\"method\":\"aihf\"}");
    Path file =
        Files.writeString(
            directory.resolve("returns.jsonl"), "{\"source\":\"policy\",\"length\":3}\n");
    assertThatThrownBy(() -> Report.of(List.of(directory)))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file + " line 1: field 'true_return' is missing");
  }

  private static int count(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }
}
