package org.aihf.llm.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aihf.Metrics;
import org.aihf.data.EpochSampler;
import org.aihf.data.Preference;
import org.aihf.llm.Completion;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.TokenSequence;
import org.aihf.objective.PolicyObjective;
import org.aihf.objective.PolicyObjective.Counts;
import org.aihf.objective.PolicyObjective.Pairs;
import org.aihf.objective.PolicyObjective.Result;
import org.aihf.objective.PolicyObjective.Scores;
import org.aihf.random.RandomStream;
import org.aihf.torch.LearningRateSchedule;
import org.jspecify.annotations.Nullable;

/**
 * Trains a language model directly on a {@link PolicyObjective} of its own log-probabilities: SFT
 * on demonstrations, DPO on preferences, AIHF-DPO (eq. 13) on both.
 *
 * <p>The two sides of a pair share their prompt's computation. Reference log-probabilities of a
 * pair are computed when it is first drawn and kept.
 */
public final class DirectTrainer implements Trainer {
  private final CausalLm model;
  private final DirectData data;
  private final PolicyObjective objective;
  private final LearningRateSchedule learningRate;
  private final @Nullable EpochSampler<Completion> demonstrations;
  private final @Nullable EpochSampler<Preference<Completion>> preferences;
  private final ReferenceLogProbs referenceLogProbs;
  private final TrainerState state;

  /**
   * @param reference π⁰, frozen; null where the objective has no preference term
   */
  public DirectTrainer(
      CausalLm model,
      @Nullable CausalLm reference,
      DirectData data,
      PolicyObjective objective,
      LearningRateSchedule learningRate,
      RandomStream random) {
    if (reference == null && data.preferenceBatch() > 0) {
      throw new IllegalArgumentException("preferences need a reference model, none was given");
    }
    this.model = model;
    this.referenceLogProbs = new ReferenceLogProbs(reference, data.preferences());
    this.data = data;
    this.objective = objective;
    this.learningRate = learningRate;
    this.demonstrations =
        data.demonstrationBatch() == 0
            ? null
            : new EpochSampler<>(data.demonstrations(), random.split("demonstrations"));
    this.preferences =
        data.preferenceBatch() == 0
            ? null
            : new EpochSampler<>(data.preferences(), random.split("preferences"));
    List<EpochSampler<?>> samplers = new ArrayList<>();
    if (demonstrations != null) {
      samplers.add(demonstrations);
    }
    if (preferences != null) {
      samplers.add(preferences);
    }
    this.state = new TrainerState("direct-trainer", samplers.toArray(EpochSampler<?>[]::new));
  }

  @Override
  public Metrics step() {
    List<Completion> examples =
        demonstrations == null ? List.of() : demonstrations.next(data.demonstrationBatch());
    List<Preference<Completion>> pairs =
        preferences == null ? List.of() : preferences.next(data.preferenceBatch());
    double[][] references = referenceLogProbs.of(pairs);
    List<List<TokenSequence>> groups = new ArrayList<>();
    examples.forEach(example -> groups.add(List.of(example.tokens())));
    pairs.forEach(pair -> groups.add(List.of(pair.chosen().tokens(), pair.rejected().tokens())));

    long tokens = examples.stream().mapToLong(e -> e.tokens().completion().length).sum();
    double weight = pairs.stream().mapToDouble(Preference::weight).sum();
    Counts counts = new Counts(examples.size(), tokens, pairs.size(), weight);
    double[][][] logProbs = new double[groups.size()][][];
    model.accumulate(
        groups,
        (group, scores) -> {
          logProbs[group] = scores;
          int pair = group - examples.size();
          if (pair < 0) {
            Result result = objective.evaluate(Scores.ofDemonstrations(scores), counts);
            return result.demonstrations();
          }
          Pairs one = pairs(pairs, references, logProbs, examples.size(), pair, pair + 1);
          Result result = objective.evaluate(Scores.ofPreferences(one), counts);
          return new double[][] {
            filled(scores[0].length, result.chosen()[0]),
            filled(scores[1].length, result.rejected()[0])
          };
        });
    double rate = learningRate.at(state.updates());
    double norm = model.step(rate);
    state.advance();
    double[][] demonstrationLogProbs = new double[examples.size()][];
    Arrays.setAll(demonstrationLogProbs, i -> logProbs[i][0]);
    Pairs all = pairs(pairs, references, logProbs, examples.size(), 0, pairs.size());
    return objective
        .evaluate(new Scores(demonstrationLogProbs, all), counts)
        .metrics()
        .with("epoch", epoch())
        .with("grad_norm", norm)
        .with("learning_rate", rate);
  }

  /** The objective on held-out data, without training. */
  public static Metrics evaluate(
      CausalLm model, List<Completion> demonstrations, PolicyObjective objective) {
    double[][][] scores =
        model.evaluate(demonstrations.stream().map(c -> List.of(c.tokens())).toList());
    double[][] logProbs = new double[scores.length][];
    Arrays.setAll(logProbs, i -> scores[i][0]);
    return objective.evaluate(Scores.ofDemonstrations(logProbs)).metrics();
  }

  private static Pairs pairs(
      List<Preference<Completion>> pairs,
      double[][] references,
      double[][][] logProbs,
      int firstGroup,
      int from,
      int to) {
    int size = to - from;
    double[] chosen = new double[size];
    double[] rejected = new double[size];
    double[] refChosen = new double[size];
    double[] refRejected = new double[size];
    double[] margins = new double[size];
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      int pair = from + i;
      chosen[i] = sum(logProbs[firstGroup + pair][0]);
      rejected[i] = sum(logProbs[firstGroup + pair][1]);
      refChosen[i] = references[pair][0];
      refRejected[i] = references[pair][1];
      margins[i] = pairs.get(pair).margin();
      weights[i] = pairs.get(pair).weight();
    }
    return new Pairs(chosen, rejected, refChosen, refRejected, margins, weights);
  }

  private static double sum(double[] values) {
    return Arrays.stream(values).sum();
  }

  private static double[] filled(int length, double value) {
    double[] filled = new double[length];
    Arrays.fill(filled, value);
    return filled;
  }

  @Override
  public double epoch() {
    return preferences != null
        ? preferences.epoch()
        : demonstrations != null ? demonstrations.epoch() : 0;
  }

  @Override
  public void save(Path directory) throws IOException {
    model.saveState(directory);
    state.save(directory);
    referenceLogProbs.save(directory);
  }

  @Override
  public void restore(Path directory) throws IOException {
    model.restoreState(directory);
    state.restore(directory);
    referenceLogProbs.restore(directory);
  }
}
