package org.aihf.examples.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.aihf.mujoco.env.EnvironmentWrapper;
import org.aihf.mujoco.env.Environments;
import org.aihf.mujoco.env.Pendulum;
import org.aihf.mujoco.env.RescaleAction;
import org.aihf.mujoco.env.Step;
import org.aihf.mujoco.recipe.ControlRecipe;
import org.aihf.mujoco.recipe.ControlTraining;
import org.aihf.random.RandomStream;
import org.aihf.run.RunDirectory.IfExists;
import org.aihf.run.recipe.RecipeReader;
import org.aihf.torch.TorchRuntime;
import org.jspecify.annotations.Nullable;

/**
 * Data of a pendulum, and a run on them that stopped after its first iteration.
 *
 * @param stoppedRecipe what {@code stopped} was trained with
 */
record ControlTask(Path data, Path stopped, Path stoppedRecipe) {
  /** Every section and kind of value; its data do not exist. */
  static final String EVERY_SECTION =
      """
      method: aihf
      seed: 1
      environment: Pendulum-v1
      horizon: variable
      data:
        directory: nowhere/data
        use_demonstrations: true
        fragment_length: 50
        fragments: 100
      sac:
        hidden_size: 64
        learning_rate: 3e-3
        batch_size: 256
        buffer_size: 100000
        learning_starts: 1000
        discount: 0.99
      cloning: {steps: 100, critic_warmup: 100, temperature: 0.01}
      reward:
        input: state_action
        hidden_size: 64
        members: 2
        clamp: 10
        discount: 0.99
        learning_rate: 1e-4
        demonstration_weight: 1.0
        demonstration_loss: logistic
        preference_batch: 64
      loop: {iterations: 200, policy_steps: 5000, sampled_episodes: 2}
      evaluation:
        every: 5
        episodes: 10
      """;

  /** Short episodes; its steps can be made to give up. */
  private static final String STOPPING = "StoppingPendulum-v1";

  /** The run that environments stop; none: they go on. */
  private static volatile @Nullable Path stopping;

  static ControlTask write(Path directory) throws IOException {
    Path data = directory.resolve("data");
    collect(data);
    ControlTask task =
        new ControlTask(data, directory.resolve("stopped"), directory.resolve("stopped.yaml"));
    Environments.register(
        STOPPING,
        20,
        () ->
            new EnvironmentWrapper(new Pendulum()) {
              @Override
              public Step step(double[] action) {
                Path run = stopping;
                if (run != null) {
                  StoppedRun.giveUpOnceSaved(run);
                }
                return inner().step(action);
              }
            });
    ControlRecipe recipe =
        RecipeReader.of(ControlRecipe.class)
            .read(task.recipe(task.stoppedRecipe(), data), List.of());
    stopping = task.stopped();
    try (TorchRuntime runtime = TorchRuntime.cpu(1)) {
      StoppedRun.until(
          () -> new ControlTraining(runtime).run(recipe, task.stopped(), IfExists.REFUSE));
    } finally {
      stopping = null;
    }
    return task;
  }

  /** AIHF in a second or so. */
  Path recipe(Path file, Path collected) throws IOException {
    return Files.writeString(
        file,
        """
        method: aihf
        seed: 1
        environment: %s
        data: {directory: %s, fragment_length: 10, fragments: 20}
        sac: {hidden_size: 4, batch_size: 4, buffer_size: 50, learning_starts: 5}
        reward: {hidden_size: 4, pretraining_steps: 2, demonstration_batch: 2, preference_batch: 2}
        loop: {iterations: 2, policy_steps: 20, reward_steps: 1, sampled_episodes: 1}
        evaluation: {every: 1, episodes: 1}
        checkpoint: {every: 1, minutes: 0}
        engine: {threads: 1}
        """
            .formatted(STOPPING, collected));
  }

  private static void collect(Path data) {
    Map<String, Actor> actors = new LinkedHashMap<>();
    for (int level = 0; level < 3; level++) {
      double torque = 0.3 * level;
      actors.put("torque-" + level, Actor.of(o -> new double[] {torque * Math.signum(o[2])}));
    }
    try (Environment environment = new RescaleAction(Environments.make("Pendulum-v1"), -1, 1)) {
      RandomStream random = RandomStream.of(1);
      List<CheckpointData> episodes =
          Checkpoints.rollOut(environment, actors, 400, random.split("episodes"));
      PreferenceSampler sampler =
          new PreferenceSampler(10, Labeler.second(), PreferenceSampler.Ties.DROP);
      CollectSettings settings = new CollectSettings(QualityClasses::thirds, 200, 200, 8, sampler);
      CollectedFiles.write(
          data,
          "Pendulum-v1",
          CollectedData.of(episodes, settings, random.split("data")),
          Map.of());
    }
  }
}
