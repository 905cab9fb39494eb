package org.aihf.torch;

import java.io.IOException;
import java.nio.file.Files;
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
 * A DJL block with one output as R(·; θ) of Algorithm 1.
 *
 * @param <T> what is rewarded
 */
public final class BlockRewardModel<T> implements RewardModel<T>, AutoCloseable {
  private final BlockScoreModel<T> model;
  private final LearningRateSchedule learningRate;
  private long updates;

  /**
   * @param model one scalar per example; closes with this
   * @param learningRate by update
   */
  public BlockRewardModel(BlockScoreModel<T> model, LearningRateSchedule learningRate) {
    this.model = model;
    this.learningRate = learningRate;
  }

  @Override
  public double[] score(List<T> trajectories) {
    return Arrays.stream(model.evaluate(trajectories.stream().map(List::of).toList()))
        .mapToDouble(member -> member[0][0])
        .toArray();
  }

  @Override
  public Metrics align(RewardBatch<T> batch, RewardObjective objective) {
    Metrics metrics = RewardAlignment.accumulate(model, batch, objective, Function.identity());
    double rate = learningRate.at(updates);
    double norm = model.step(rate);
    updates++;
    return metrics.with("reward/grad_norm", norm).with("reward/learning_rate", rate);
  }

  @Override
  public void save(Path directory) throws IOException {
    model.saveState(directory);
    Files.writeString(directory.resolve("reward.txt"), updates + "\n");
  }

  @Override
  public void restore(Path directory) throws IOException {
    model.restoreState(directory);
    updates = Long.parseLong(Files.readString(directory.resolve("reward.txt")).trim());
  }

  @Override
  public void close() {
    model.close();
  }
}
