package org.aihf.mujoco.recipe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.aihf.Metrics;
import org.aihf.UserError;
import org.aihf.mujoco.collect.CollectedEpisodes;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.sac.PolicyEvaluation;
import org.aihf.mujoco.sac.PolicyFilm;
import org.aihf.mujoco.sac.SacLearner;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardFunction;
import org.aihf.run.AtomicFiles;
import org.aihf.run.Progress;
import org.aihf.run.RunDirectory;
import org.jspecify.annotations.Nullable;

/**
 * What a control run writes while it goes; the x axis of every curve is steps of the environment.
 */
final class ControlRecorder implements AutoCloseable {
  static final String TRUE_REWARD = "eval/true_reward";

  /** Of one class of the data in {@code returns.jsonl}. */
  private static final int MOST_EPISODES = 200;

  private final RunDirectory run;
  private final ControlRecipe recipe;
  private final SacLearner policy;
  private final Supplier<Environment> environment;
  private final @Nullable RewardFunction<Trajectory> learned;
  private final RandomStream random;
  private final Progress progress;
  private @Nullable PolicyEvaluation evaluation;

  ControlRecorder(
      RunDirectory run,
      ControlRecipe recipe,
      SacLearner policy,
      Supplier<Environment> environment,
      @Nullable RewardFunction<Trajectory> learned,
      long iterations) {
    this.run = run;
    this.recipe = recipe;
    this.policy = policy;
    this.environment = environment;
    this.learned = learned;
    this.random = RandomStream.of(recipe.seed()).split("evaluation");
    this.progress = Progress.start(recipe.method().label(), iterations);
  }

  /** An earlier process has done so many iterations. */
  void resumeAfter(long iterations) {
    progress.resumeAfter(iterations);
  }

  /** Steps of the environment after so many iterations. */
  long steps(long iteration) {
    return iteration * recipe.loop().policySteps();
  }

  /** Metrics that are not an evaluation. */
  void record(long iteration, Metrics metrics) {
    run.metrics().record(steps(iteration), metrics);
  }

  /**
   * Evaluation and export where they are due after an iteration; {@code total} is the last.
   *
   * @return what was evaluated; empty if nothing was
   */
  Metrics afterIteration(long iteration, long total) throws IOException {
    Metrics measured = Metrics.empty();
    if (iteration % recipe.evaluation().every() == 0 || iteration == total) {
      measured = evaluate(iteration);
    }
    int every = recipe.loop().exportEvery();
    if (every > 0 && iteration % every == 0) {
      export("policy-" + steps(iteration));
    }
    progress.advance(1);
    if (evaluation != null) {
      progress.message("true return %.0f".formatted(evaluation.mean()));
    }
    return measured;
  }

  /** The true return of the mode of the policy, and what the learned reward says of it. */
  Metrics evaluate(long iteration) {
    PolicyEvaluation played = play(iteration);
    Metrics measured = metrics(played).and(stochastic(iteration));
    run.metrics().record(steps(iteration), measured);
    evaluation = played;
    return measured;
  }

  private PolicyEvaluation play(long iteration) {
    return PolicyEvaluation.deterministic(
        policy, environment, recipe.evaluation().episodes(), evaluationRandom(iteration));
  }

  private Metrics stochastic(long iteration) {
    int episodes = recipe.evaluation().stochasticEpisodes();
    return episodes == 0
        ? Metrics.empty()
        : Metrics.of(
            "eval/true_reward_stochastic",
            PolicyEvaluation.stochastic(
                    policy, environment, episodes, evaluationRandom(iteration).split("drawn"))
                .mean());
  }

  private RandomStream evaluationRandom(long iteration) {
    return random.split("at", steps(iteration));
  }

  private Metrics metrics(PolicyEvaluation evaluation) {
    Metrics metrics =
        Metrics.of(TRUE_REWARD, evaluation.mean())
            .with("eval/true_reward_std", evaluation.standardDeviation())
            .with("eval/episode_length", evaluation.meanLength());
    if (learned != null) {
      double[] scores = learned.score(evaluation.episodes());
      metrics = metrics.with("eval/learned_reward", mean(scores));
    }
    return metrics;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** The policy as it is. */
  void export(String name) throws IOException {
    AtomicFiles.writeDirectory(run.checkpoint(name), policy::save);
  }

  /**
   * What the finished policy leaves: its weights, the returns of its episodes and of the data's,
   * and a film.
   *
   * @param done iterations, after the last of which there was an evaluation
   * @return that evaluation
   */
  Metrics finish(long done, CollectedEpisodes data) throws IOException {
    // A run that was stopped after its last iteration has evaluated, in another process.
    PolicyEvaluation last = evaluation == null ? play(done) : evaluation;
    export("policy");
    List<EpisodeReturn> rows =
        new ArrayList<>(EpisodeReturn.of(EpisodeReturn.POLICY, last.episodes(), learned));
    data.byClass()
        .forEach((name, all) -> rows.addAll(EpisodeReturn.of(name, thinned(all), learned)));
    EpisodeReturn.write(run.root().resolve(RunDirectory.RETURNS), rows);
    film(last, evaluationRandom(done));
    return metrics(last);
  }

  /** Evenly, to what a chart can show. */
  private static List<Trajectory> thinned(List<Trajectory> all) {
    int kept = Math.min(all.size(), MOST_EPISODES);
    return IntStream.range(0, kept)
        .mapToObj(i -> all.get((int) ((long) i * all.size() / kept)))
        .toList();
  }

  /** A picture is never worth a run: what cannot be drawn is said and left out. */
  private void film(PolicyEvaluation last, RandomStream played) {
    Path file = run.root().resolve(RunDirectory.FILM);
    try {
      PolicyFilm.write(file, environment, last.episodes(), played);
    } catch (RuntimeException | LinkageError e) {
      String why = e instanceof UserError ? e.getMessage() : e.toString();
      System.err.printf("aihf: no %s: %s%n", file, why);
    }
  }

  @Override
  public void close() {
    progress.close();
  }
}
