package org.aihf.mujoco.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.aihf.data.Preference;
import org.aihf.mujoco.collect.CollectedEpisodes;
import org.aihf.mujoco.collect.CollectedFiles;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.mujoco.data.UnitActions;
import org.aihf.mujoco.env.Box;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Horizon;
import org.aihf.mujoco.reward.RewardNetwork;
import org.aihf.mujoco.sac.Sac;
import org.aihf.mujoco.sac.SacConfig;
import org.aihf.mujoco.sac.SacPolicy;
import org.aihf.random.RandomStream;
import org.aihf.torch.LearningRateSchedule;
import org.aihf.torch.TorchRuntime;

/** Data and models of a run, made and closed together. */
final class ControlModels implements AutoCloseable {
  private static final int MEASURED_PAIRS = 1000;

  private final TorchRuntime runtime;
  private final ControlRecipe recipe;
  private final RandomStream random;
  private final List<Trajectory> episodes;
  private final List<Trajectory> demonstrations;
  private final List<Preference<Trajectory>> preferences;
  private final CollectedEpisodes collected;
  private final List<AutoCloseable> open = new ArrayList<>();

  /**
   * @throws org.aihf.UserError if data are missing, damaged or of another environment
   */
  ControlModels(TorchRuntime runtime, ControlRecipe recipe) {
    this.runtime = runtime;
    this.recipe = recipe;
    this.random = RandomStream.of(recipe.seed()).split(recipe.method().label());
    recipe
        .data()
        .origin()
        .flatMap(origin -> origin.requireTask(recipe.environment(), recipe.horizon()))
        .ifPresent(difference -> System.err.println("aihf: " + difference));
    episodes = recipe.data().demonstrations();
    demonstrations = recipe.data().pieces(episodes, random.split("pieces"));
    preferences = recipe.data().preferences();
    collected = recipe.data().collected();
    requireUnitActions();
    try (Environment environment = environment()) {
      Box observations = environment.observationSpace();
      Box actions = environment.actionSpace();
      episodes.forEach(t -> requireFits(t, observations, actions));
      preferences.forEach(p -> requireFits(p.chosen(), observations, actions));
      collected
          .byClass()
          .values()
          .forEach(all -> all.forEach(t -> requireFits(t, observations, actions)));
    }
  }

  private void requireUnitActions() {
    Path directory = Path.of(recipe.data().directory());
    UnitActions.require(
        directory.resolve(CollectedFiles.DEMONSTRATIONS), collected.demonstrations());
    List<Trajectory> compared = new ArrayList<>(collected.nonPreferred());
    compared.addAll(collected.preferred());
    compared.addAll(collected.compared());
    UnitActions.require(directory.resolve(CollectedFiles.COMPARISONS), compared);
  }

  private void requireFits(Trajectory trajectory, Box observations, Box actions) {
    if (trajectory.observationSize() != observations.dimension()
        || trajectory.actionSize() != actions.dimension()) {
      throw new org.aihf.UserError(
          "%s: observations of %d and actions of %d numbers, but %s%s has %d and %d"
              .formatted(
                  recipe.data().directory(),
                  trajectory.observationSize(),
                  trajectory.actionSize(),
                  recipe.environment(),
                  recipe.horizon() == Horizon.VARIABLE ? "" : " (horizon " + recipe.horizon() + ")",
                  observations.dimension(),
                  actions.dimension()));
    }
  }

  RandomStream random() {
    return random;
  }

  /** Whole demonstrations, to clone. */
  List<Trajectory> episodes() {
    return episodes;
  }

  /** Demonstrations as the reward sees them. */
  List<Trajectory> demonstrations() {
    return demonstrations;
  }

  List<Preference<Trajectory>> preferences() {
    return preferences;
  }

  /** Both sides of as many preferences as it takes to measure a reward. */
  List<Trajectory> compared() {
    return preferences.stream()
        .limit(MEASURED_PAIRS)
        .flatMap(pair -> Stream.of(pair.chosen(), pair.rejected()))
        .toList();
  }

  /** All there is in the data's directory. */
  CollectedEpisodes collected() {
    return collected;
  }

  Environment environment() {
    return recipe.horizon().make(recipe.environment());
  }

  /**
   * A policy at its start.
   *
   * @param randomSteps whether SAC begins with uniformly random actions
   */
  SacPolicy policy(boolean randomSteps) {
    SacConfig config = recipe.sac().config();
    Sac sac =
        new Sac(
            runtime,
            environment(),
            randomSteps
                ? config
                : config.withLearningStarts(0).withTemperature(recipe.cloning().temperature()),
            random.split("policy"));
    if (recipe.sac().preloadDemonstrations()) {
      sac.replay().addAll(TransitionBatch.of(episodes));
    }
    return keep(
        new SacPolicy(
            sac, this::environment, recipe.loop().sampledEpisodes(), random.split("samples")));
  }

  /** A fresh reward whose scaling is fitted to all data. */
  RewardNetwork reward(SacPolicy policy) {
    RewardNetwork reward =
        keep(
            new RewardNetwork(
                runtime,
                recipe
                    .reward()
                    .network(
                        policy.sac().learner().observationSize(),
                        policy.sac().learner().actionSize(),
                        recipe.horizon() == Horizon.ABSORBING),
                random.split("reward"),
                LearningRateSchedule.constant(recipe.reward().learningRate())));
    List<Trajectory> all = new ArrayList<>(episodes);
    preferences.stream().limit(1000).forEach(p -> all.addAll(List.of(p.chosen(), p.rejected())));
    reward.fitScaling(all);
    return reward;
  }

  private <T extends AutoCloseable> T keep(T model) {
    open.add(model);
    return model;
  }

  @Override
  public void close() {
    for (int i = open.size() - 1; i >= 0; i--) {
      try {
        open.get(i).close();
      } catch (Exception e) {
        throw new IllegalStateException("a model did not close", e);
      }
    }
  }
}
