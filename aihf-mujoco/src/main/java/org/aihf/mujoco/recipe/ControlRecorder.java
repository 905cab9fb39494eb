package org.aihf.mujoco.recipe;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.aihf.Metrics;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.sac.PolicyEvaluation;
import org.aihf.mujoco.sac.SacLearner;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardFunction;
import org.aihf.run.AtomicFiles;
import org.aihf.run.Progress;
import org.aihf.run.RunDirectory;
import org.aihf.statistics.Correlation;
import org.jspecify.annotations.Nullable;

/**
 * What a control run writes while it goes; the x axis of every curve is steps of the environment.
 */
final class ControlRecorder implements AutoCloseable {
  static final String TRUE_REWARD = "eval/true_reward";

  private final RunDirectory run;
  private final ControlRecipe recipe;
  private final SacLearner policy;
  private final Supplier<Environment> environment;
  private final @Nullable RewardFunction<Trajectory> learned;
  private final RandomStream random;
  private final Progress progress;
  private Metrics last = Metrics.empty();

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

  /** Steps of the environment after so many iterations. */
  long steps(long iteration) {
    return iteration * recipe.loop().policySteps();
  }

  /** Metrics that are not an evaluation. */
  void record(long iteration, Metrics metrics) {
    run.metrics().record(steps(iteration), metrics);
  }

  /** Evaluation and export where they are due after an iteration; {@code total} is the last. */
  void afterIteration(long iteration, long total) throws IOException {
    if (iteration % recipe.evaluation().every() == 0 || iteration == total) {
      evaluate(iteration);
    }
    int every = recipe.loop().exportEvery();
    if (every > 0 && iteration % every == 0) {
      export("policy-" + steps(iteration));
    }
    progress.advance(1);
    progress.message("true return %.0f".formatted(last.get(TRUE_REWARD)));
  }

  /** The true return of the mode of the policy, and what the learned reward says of it. */
  Metrics evaluate(long iteration) {
    PolicyEvaluation evaluation =
        PolicyEvaluation.deterministic(
            policy,
            environment,
            recipe.evaluation().episodes(),
            random.split("at", steps(iteration)));
    Metrics metrics =
        Metrics.of(TRUE_REWARD, evaluation.mean())
            .with("eval/true_reward_std", evaluation.standardDeviation())
            .with("eval/episode_length", evaluation.meanLength());
    if (learned != null) {
      double[] scores = learned.score(evaluation.episodes());
      metrics = metrics.with("eval/learned_reward", mean(scores));
    }
    run.metrics().record(steps(iteration), metrics);
    last = metrics;
    return metrics;
  }

  /** How the learned reward orders episodes, against the true one. */
  Metrics agreement(RewardFunction<Trajectory> reward, List<Trajectory> episodes) {
    double[] learnedReturns = reward.score(episodes);
    double[] trueReturns = episodes.stream().mapToDouble(Trajectory::trueReturn).toArray();
    return Metrics.of("reward/pearson", Correlation.pearson(learnedReturns, trueReturns))
        .with("reward/spearman", Correlation.spearman(learnedReturns, trueReturns));
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

  Metrics last() {
    return last;
  }

  @Override
  public void close() {
    progress.close();
  }
}
