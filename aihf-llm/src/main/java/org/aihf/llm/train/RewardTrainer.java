package org.aihf.llm.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.aihf.Metrics;
import org.aihf.data.EpochSampler;
import org.aihf.data.Preference;
import org.aihf.llm.Completion;
import org.aihf.objective.RewardObjective;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardBatch;
import org.aihf.reward.RewardModel;

/**
 * Trains a reward model on fixed preferences (eq. 8): RLHF's second stage. Static demonstration
 * pairs (demonstration preferred to a sample of the initial policy, drawn once) are ordinary
 * preferences here: the ablation of fresh own samples.
 */
public final class RewardTrainer implements Trainer {
  private final RewardModel<Completion> reward;
  private final EpochSampler<Preference<Completion>> preferences;
  private final int batchSize;
  private final RewardObjective objective;
  private final TrainerState state;

  public RewardTrainer(
      RewardModel<Completion> reward,
      List<Preference<Completion>> preferences,
      int batchSize,
      RewardObjective objective,
      RandomStream random) {
    this.reward = reward;
    this.preferences = new EpochSampler<>(preferences, random.split("reward"));
    this.batchSize = batchSize;
    this.objective = objective;
    this.state = new TrainerState("reward-trainer", this.preferences);
  }

  @Override
  public Metrics step() {
    RewardBatch<Completion> batch =
        new RewardBatch<>(List.of(), List.of(), preferences.next(batchSize));
    Metrics metrics = reward.align(batch, objective);
    state.advance();
    return metrics.with("epoch", epoch());
  }

  /** Share of held-out pairs whose chosen side scores higher; ties count as wrong. */
  public static double accuracy(
      RewardModel<Completion> reward, List<Preference<Completion>> heldOut) {
    double[] chosen = reward.score(heldOut.stream().map(Preference::chosen).toList());
    double[] rejected = reward.score(heldOut.stream().map(Preference::rejected).toList());
    int right = 0;
    for (int i = 0; i < chosen.length; i++) {
      right += chosen[i] > rejected[i] ? 1 : 0;
    }
    return (double) right / chosen.length;
  }

  @Override
  public double epoch() {
    return preferences.epoch();
  }

  @Override
  public void save(Path directory) throws IOException {
    reward.save(directory);
    state.save(directory);
  }

  @Override
  public void restore(Path directory) throws IOException {
    reward.restore(directory);
    state.restore(directory);
  }
}
