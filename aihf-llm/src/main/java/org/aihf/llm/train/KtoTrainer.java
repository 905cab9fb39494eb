package org.aihf.llm.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aihf.Metrics;
import org.aihf.data.EpochSampler;
import org.aihf.data.Rating;
import org.aihf.llm.Completion;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.TokenSequence;
import org.aihf.objective.KtoObjective;
import org.aihf.random.RandomStream;
import org.aihf.torch.LearningRateSchedule;

/**
 * KTO: answers rated one by one. The baseline z₀ of a batch is estimated, as in TRL, from
 * mismatched pairs: every prompt with the answer to the batch's prompt before it.
 */
public final class KtoTrainer implements Trainer {
  private final CausalLm model;
  private final CausalLm reference;
  private final EpochSampler<Rating<Completion>> ratings;
  private final int batchSize;
  private final KtoObjective objective;
  private final LearningRateSchedule learningRate;
  private final TrainerState state;

  /**
   * @param reference π⁰, frozen
   * @param batchSize ratings per update, at least 2: the baseline needs answers to other prompts
   */
  public KtoTrainer(
      CausalLm model,
      CausalLm reference,
      List<Rating<Completion>> ratings,
      int batchSize,
      KtoObjective objective,
      LearningRateSchedule learningRate,
      RandomStream random) {
    if (batchSize < 2) {
      throw new IllegalArgumentException("batchSize must be at least 2, not " + batchSize);
    }
    this.model = model;
    this.reference = reference;
    this.ratings = new EpochSampler<>(ratings, random.split("ratings"));
    this.batchSize = batchSize;
    this.objective = objective;
    this.learningRate = learningRate;
    this.state = new TrainerState("kto-trainer", this.ratings);
  }

  @Override
  public Metrics step() {
    List<Rating<Completion>> batch = ratings.next(batchSize);
    List<List<TokenSequence>> answers = new ArrayList<>();
    List<List<TokenSequence>> mismatched = new ArrayList<>();
    List<List<TokenSequence>> both = new ArrayList<>();
    for (int i = 0; i < batchSize; i++) {
      TokenSequence answer = batch.get(i).trajectory().tokens();
      TokenSequence before = batch.get((i + batchSize - 1) % batchSize).trajectory().tokens();
      TokenSequence other = answered(answer.prompt(), before.completion());
      answers.add(List.of(answer));
      mismatched.add(List.of(other));
      both.add(List.of(answer, other));
    }
    double[][][] refLogProbs = reference.evaluate(both);
    double[][][] mismatchedLogProbs = model.evaluate(mismatched);
    double[] mismatchedRatios = new double[batchSize];
    double[] weights = new double[batchSize];
    boolean[] desirable = new boolean[batchSize];
    double totalWeight = 0;
    for (int i = 0; i < batchSize; i++) {
      mismatchedRatios[i] = logRatio(mismatchedLogProbs[i][0], refLogProbs[i][1]);
      weights[i] = batch.get(i).weight();
      desirable[i] = batch.get(i).desirable();
      totalWeight += weights[i];
    }
    double baseline = KtoObjective.baseline(mismatchedRatios);
    double total = totalWeight;
    double[] ratios = new double[batchSize];
    model.accumulate(
        answers,
        (i, scores) -> {
          ratios[i] = logRatio(scores[0], refLogProbs[i][0]);
          double coefficient =
              objective.evaluate(
                      new double[] {ratios[i]},
                      new boolean[] {desirable[i]},
                      new double[] {weights[i]},
                      baseline,
                      total)
                  .coefficients()[0];
          double[] tokens = new double[scores[0].length];
          Arrays.fill(tokens, coefficient);
          return new double[][] {tokens};
        });
    double rate = learningRate.at(state.updates());
    double norm = model.step(rate);
    state.advance();
    return objective
        .evaluate(ratios, desirable, weights, baseline, totalWeight)
        .metrics()
        .with("epoch", epoch())
        .with("grad_norm", norm)
        .with("learning_rate", rate);
  }

  /** As much of another prompt's answer as fits in the context. */
  private TokenSequence answered(int[] prompt, int[] completion) {
    int room = model.config().maxPositions() - prompt.length;
    return new TokenSequence(prompt, Arrays.copyOf(completion, Math.min(completion.length, room)));
  }

  /** log π/π⁰ of an answer. */
  private static double logRatio(double[] logProbs, double[] refLogProbs) {
    double sum = 0;
    for (int t = 0; t < logProbs.length; t++) {
      sum += logProbs[t] - refLogProbs[t];
    }
    return sum;
  }

  @Override
  public double epoch() {
    return ratings.epoch();
  }

  @Override
  public void save(Path directory) throws IOException {
    model.saveState(directory);
    state.save(directory);
  }

  @Override
  public void restore(Path directory) throws IOException {
    model.restoreState(directory);
    state.restore(directory);
  }
}
