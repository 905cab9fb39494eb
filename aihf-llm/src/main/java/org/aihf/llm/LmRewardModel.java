package org.aihf.llm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aihf.Metrics;
import org.aihf.llm.model.SequenceClassifier;
import org.aihf.llm.text.Tokenizer;
import org.aihf.objective.RewardObjective;
import org.aihf.reward.RewardAlignment;
import org.aihf.reward.RewardBatch;
import org.aihf.reward.RewardModel;
import org.aihf.torch.LearningRateSchedule;

/**
 * A sequence classifier as the reward of Algorithm 1: R(τ) is its first label's score at the last
 * real token of prompt and answer.
 *
 * <p>The reward model may have its own size and tokenizer; where its tokenizer differs from the
 * policy's, answers go through text.
 */
public final class LmRewardModel implements RewardModel<Completion> {
  private final SequenceClassifier model;
  private final ClassifierReward reward;
  private final LearningRateSchedule learningRate;
  private long updates;

  /**
   * @param model stays the caller's to close
   * @param tokenizer the reward model's own
   * @param policyTokenizer the one that made {@link Completion#tokens()}
   */
  public LmRewardModel(
      SequenceClassifier model,
      Tokenizer tokenizer,
      Tokenizer policyTokenizer,
      LearningRateSchedule learningRate) {
    this.model = model;
    this.reward = new ClassifierReward(model, tokenizer, policyTokenizer);
    this.learningRate = learningRate;
  }

  /** Neighbours that answer the same prompt share its computation. */
  @Override
  public double[] score(List<Completion> completions) {
    return reward.score(completions);
  }

  @Override
  public Metrics align(RewardBatch<Completion> batch, RewardObjective objective) {
    Metrics metrics = RewardAlignment.accumulate(model, batch, objective, reward::input);
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
}
