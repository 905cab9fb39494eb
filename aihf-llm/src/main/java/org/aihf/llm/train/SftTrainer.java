package org.aihf.llm.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aihf.Metrics;
import org.aihf.data.EpochSampler;
import org.aihf.llm.Completion;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.TokenSequence;
import org.aihf.objective.SftObjective;
import org.aihf.random.RandomStream;
import org.aihf.torch.LearningRateSchedule;

/**
 * Supervised fine-tuning (eq. 2): maximum likelihood of completions given their prompts, averaged
 * over the tokens of the whole batch. The stop token of a finished completion is trained like every
 * other.
 */
public final class SftTrainer implements Trainer {
  private final CausalLm model;
  private final EpochSampler<Completion> data;
  private final int batchSize;
  private final SftObjective objective;
  private final LearningRateSchedule learningRate;
  private final TrainerState state;

  public SftTrainer(
      CausalLm model,
      List<Completion> data,
      int batchSize,
      SftObjective objective,
      LearningRateSchedule learningRate,
      RandomStream random) {
    this.model = model;
    this.data = new EpochSampler<>(data, random.split("sft"));
    this.batchSize = batchSize;
    this.objective = objective;
    this.learningRate = learningRate;
    this.state = new TrainerState("sft", this.data);
  }

  @Override
  public Metrics step() {
    List<TokenSequence> batch = data.next(batchSize).stream().map(Completion::tokens).toList();
    long tokens = batch.stream().mapToLong(s -> s.completion().length).sum();
    double[] loss = new double[1];
    model.accumulate(
        batch.stream().map(List::of).toList(),
        (group, logProbs) -> {
          SftObjective.Result result = objective.evaluate(logProbs, tokens);
          loss[0] += result.loss();
          return result.coefficients();
        });
    double rate = learningRate.at(state.updates());
    double norm = model.step(rate);
    state.advance();
    return Metrics.of("loss", loss[0])
        .with("epoch", epoch())
        .with("grad_norm", norm)
        .with("learning_rate", rate)
        .with("num_tokens", tokens);
  }

  /** Mean loss per token of held-out completions, without training. */
  public static double evaluate(CausalLm model, List<Completion> heldOut, SftObjective objective) {
    List<double[]> logProbs = new ArrayList<>();
    for (double[][] group :
        model.evaluate(heldOut.stream().map(c -> List.of(c.tokens())).toList())) {
      logProbs.add(group[0]);
    }
    return objective.evaluate(logProbs.toArray(double[][]::new)).loss();
  }

  @Override
  public double epoch() {
    return data.epoch();
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
