package org.aihf.tabular;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.aihf.Metrics;
import org.aihf.objective.RewardObjective;
import org.aihf.reward.RewardAlignment;
import org.aihf.reward.RewardBatch;
import org.aihf.reward.RewardModel;

/**
 * R(context, action) as a table, by stochastic gradient descent with step size {@code learningRate
 * / (1 + steps / decaySteps)} (Robbins and Monro: it settles although own samples are noise).
 */
public final class TabularReward implements RewardModel<Choice> {
  private static final String FILE = "reward.json";

  private final TabularScores scores;
  private final double learningRate;
  private final double decaySteps;
  private long steps;

  /**
   * All rewards 0.
   *
   * @param decaySteps steps after which the step size has halved; infinity keeps it
   */
  public TabularReward(int contexts, int actions, double learningRate, double decaySteps) {
    if (!(learningRate > 0) || !(decaySteps > 0)) {
      throw new IllegalArgumentException(
          "learningRate and decaySteps must be > 0, not %s and %s"
              .formatted(learningRate, decaySteps));
    }
    this.scores = new TabularScores(new double[contexts][actions]);
    this.learningRate = learningRate;
    this.decaySteps = decaySteps;
  }

  @Override
  public double[] score(List<Choice> choices) {
    return choices.stream()
        .mapToDouble(choice -> scores.table()[choice.context()][choice.action()])
        .toArray();
  }

  @Override
  public Metrics align(RewardBatch<Choice> batch, RewardObjective objective) {
    Metrics metrics = RewardAlignment.accumulate(scores, batch, objective, Function.identity());
    double rate = learningRate / (1 + steps / decaySteps);
    double norm = scores.step(rate);
    steps++;
    return metrics.with("grad_norm", norm).with("learning_rate", rate);
  }

  /** R, {@code [context][action]}, a copy. */
  public double[][] table() {
    return Arrays.stream(scores.table()).map(double[]::clone).toArray(double[][]::new);
  }

  @Override
  public void save(Path directory) {
    new TableFile(steps, scores.table()).write(directory.resolve(FILE));
  }

  @Override
  public void restore(Path directory) throws IOException {
    steps = TableFile.restore(directory.resolve(FILE), scores.table());
  }
}
