package org.aihf.mujoco.recipe;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
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
import org.aihf.random.RandomStream;
import org.aihf.run.Manifest;
import org.aihf.run.RunDirectory;
import org.aihf.run.RunDirectory.IfExists;
import org.aihf.run.recipe.RecipeReader;
import org.aihf.run.recipe.RecipeWriter;
import org.aihf.torch.TorchRuntime;

/**
 * Data of a pendulum, and runs on them that take a second.
 *
 * @param data collected
 */
record PendulumTask(Path data) {
  static PendulumTask collect(Path data) {
    Map<String, Actor> actors = new LinkedHashMap<>();
    for (int level = 0; level < 3; level++) {
      double torque = 0.3 * level;
      actors.put("torque-" + level, Actor.of(o -> new double[] {torque * Math.signum(o[2])}));
    }
    try (Environment environment = new RescaleAction(Environments.make("Pendulum-v1"), -1, 1)) {
      RandomStream random = RandomStream.of(1);
      List<CheckpointData> episodes =
          Checkpoints.rollOut(environment, actors, 600, random.split("episodes"));
      CollectSettings settings =
          new CollectSettings(
              QualityClasses::thirds,
              400,
              400,
              50,
              new PreferenceSampler(20, Labeler.second(), PreferenceSampler.Ties.DROP));
      CollectedFiles.write(
          data,
          "Pendulum-v1",
          CollectedData.of(episodes, settings, random.split("data")),
          Map.of());
    }
    return new PendulumTask(data);
  }

  ControlRecipe recipe(ControlRecipe.Method method, String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "method=" + method.label(),
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
                "loop.policy_steps=30",
                "loop.reward_steps=2",
                "loop.sampled_episodes=2",
                "evaluation.episodes=2",
                "checkpoint.minutes=0"));
    settings.addAll(List.of(more));
    return RecipeReader.of(ControlRecipe.class).parse("recipe.yaml", "", settings);
  }

  /**
   * Begins a run that is asked again and again whether it is to end; before the loop that leaves
   * what a kill leaves, a run without a state.
   *
   * @throws org.aihf.run.resume.RunInterrupted when the answer was yes
   */
  static void begin(
      TorchRuntime runtime, ControlRecipe recipe, Path output, BooleanSupplier interrupted)
      throws Exception {
    try (ControlModels models = new ControlModels(runtime, recipe);
        RunDirectory run =
            RunDirectory.create(
                output,
                IfExists.REFUSE,
                Manifest.of("test", "test", 1),
                RecipeWriter.write(recipe))) {
      ControlRun.of(recipe, models, run, interrupted).execute();
    }
  }

  /** Every file that a run exported, as text of one character a byte. */
  static Map<String, String> checkpoints(Path run) throws Exception {
    Map<String, String> files = new TreeMap<>();
    Path exported = run.resolve(RunDirectory.CHECKPOINTS);
    try (Stream<Path> all = Files.walk(exported)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            exported.relativize(file).toString(),
            Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  /** The metrics without times. */
  static List<String> numbers(Path run) throws Exception {
    return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
        .map(line -> line.replaceAll("\"(seconds|time)\" ?: ?[0-9.eE+-]+,?", ""))
        .toList();
  }
}
