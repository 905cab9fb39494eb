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
import org.aihf.objective.PolicyObjective;
import org.aihf.objective.PolicyObjective.Scores;
import org.aihf.random.RandomStream;
import org.aihf.torch.LearningRateSchedule;
import org.jspecify.annotations.Nullable;

/**
 * Trains a language model directly on a {@link PolicyObjective} of its own log-probabilities: SFT
 * on demonstrations, DPO and its relatives on preferences, AIHF-DPO (eq. 13) on both.
 *
 * <p>The two sides of a pair share their prompt's computation. Reference log-probabilities of a
 * pair are computed when it is first drawn and kept.
 */
public final class DirectTrainer implements Trainer {
  private static final String REFERENCE = "reference-log-probs.txt";

  private final CausalLm model;
  private final DirectData data;
  private final PolicyObjective objective;
  private final LearningRateSchedule learningRate;
  private final @Nullable EpochSampler<Completion> demonstrations;
  private final @Nullable EpochSampler<Preference<Completion>> preferences;
  private final ReferenceLogProbs referenceLogProbs;
  private final TrainerState state;

  /**
   * @param reference π⁰, frozen; null where the objective does not use one
   */
  public DirectTrainer(
      CausalLm model,
      @Nullable CausalLm reference,
      DirectData data,
      PolicyObjective objective,
      LearningRateSchedule learningRate,
      RandomStream random) {
    if (reference == null && data.preferenceBatch() > 0 && objective.usesReference()) {
      throw new IllegalArgumentException(
          "the objective compares with a reference model, none was given");
    }
    this.model = model;
    this.referenceLogProbs =
        new ReferenceLogProbs(objective.usesReference() ? reference : null, data.preferences());
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
    ObjectiveBatch batch =
        new ObjectiveBatch(objective, examples, pairs, referenceLogProbs.of(pairs));
    ObjectiveBatch.accumulate(model, List.of(batch));
    double rate = learningRate.at(state.updates());
    double norm = model.step(rate);
    state.advance();
    return batch
        .result()
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
    referenceLogProbs.save(directory.resolve(REFERENCE));
  }

  @Override
  public void restore(Path directory) throws IOException {
    model.restoreState(directory);
    state.restore(directory);
    referenceLogProbs.restore(directory.resolve(REFERENCE));
  }
}
