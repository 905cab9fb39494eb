package org.aihf.llm.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.aihf.Metrics;
import org.aihf.data.EpochSampler;
import org.aihf.data.Preference;
import org.aihf.llm.Completion;
import org.aihf.llm.CompletionSampler;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.text.Tokenizer;
import org.aihf.llm.train.SelfPlayConfig.Reference;
import org.aihf.objective.MixedObjective;
import org.aihf.objective.PolicyObjective;
import org.aihf.random.RandomStream;
import org.aihf.torch.LearningRateSchedule;
import org.jspecify.annotations.Nullable;

/**
 * Self-play AIHF (eq. 14): a demonstration is preferred to the policy's own answer to its prompt,
 * beside the human preferences. No reward model.
 *
 * <p>Own samples are constants: the gradient goes through their log-probabilities, not through
 * their choice. They are drawn from the current policy at the first update of every epoch over the
 * demonstrations. With {@link Reference#PREVIOUS} and no preferences this is SPIN (Chen et al.
 * 2024), an epoch being one of its iterations.
 */
public final class SelfPlayTrainer implements Trainer, AutoCloseable {
  private static final Map<String, String> DEMONSTRATION_NAMES =
      Map.of(
          "loss", "loss/demonstration",
          "rewards/chosen", "rewards/demonstrations",
          "rewards/rejected", "rewards/own_samples",
          "rewards/margins", "demonstrations/margins",
          "rewards/accuracies", "demonstrations/accuracies",
          "logps/chosen", "logps/demonstrations");

  private final CausalLm model;
  private final CausalLm initial;
  private final DirectData data;
  private final SelfPlayConfig config;
  private final PolicyObjective weighted;
  private final LearningRateSchedule learningRate;
  private final OwnSamples ownSamples;
  private final EpochSampler<Integer> demonstrations;
  private final @Nullable EpochSampler<Preference<Completion>> preferences;
  private final TrainerState state;
  private @Nullable CausalLm previous;
  private List<Preference<Completion>> ownPairs = List.of();
  private ReferenceLogProbs ownReferences;
  private ReferenceLogProbs references;

  /**
   * @param reference π⁰ of {@link Reference#INITIAL}, frozen
   * @param data demonstrations, and preferences or none
   */
  public SelfPlayTrainer(
      CausalLm model,
      CausalLm reference,
      Tokenizer tokenizer,
      DirectData data,
      SelfPlayConfig config,
      LearningRateSchedule learningRate,
      RandomStream random) {
    if (data.demonstrationBatch() == 0) {
      throw new IllegalArgumentException("self-play needs demonstrations, demonstrationBatch is 0");
    }
    this.model = model;
    this.initial = reference;
    this.data = data;
    this.config = config;
    this.weighted =
        new MixedObjective(
            List.of(new MixedObjective.Term(config.demonstrationWeight(), config.objective())));
    this.learningRate = learningRate;
    this.ownSamples =
        new OwnSamples(
            new CompletionSampler(model, tokenizer),
            tokenizer,
            data.demonstrations(),
            config.generation(),
            random.split("own-samples"));
    this.demonstrations =
        new EpochSampler<>(
            IntStream.range(0, data.demonstrations().size()).boxed().toList(),
            random.split("demonstrations"));
    this.preferences =
        data.preferenceBatch() == 0
            ? null
            : new EpochSampler<>(data.preferences(), random.split("preferences"));
    this.state =
        preferences == null
            ? new TrainerState("self-play-trainer", demonstrations)
            : new TrainerState("self-play-trainer", demonstrations, preferences);
    this.ownReferences = new ReferenceLogProbs(null, List.of());
    this.references = new ReferenceLogProbs(used(initial), data.preferences());
  }

  @Override
  public Metrics step() {
    long epoch = demonstrations.drawn() / demonstrations.size();
    if (epoch != ownSamples.epoch()) {
      begin(epoch);
    }
    List<Preference<Completion>> own =
        demonstrations.next(data.demonstrationBatch()).stream().map(ownPairs::get).toList();
    List<Preference<Completion>> pairs =
        preferences == null ? List.of() : preferences.next(data.preferenceBatch());
    ObjectiveBatch first = new ObjectiveBatch(weighted, List.of(), own, ownReferences.of(own));
    ObjectiveBatch second =
        new ObjectiveBatch(config.objective(), List.of(), pairs, references.of(pairs));
    ObjectiveBatch.accumulate(model, List.of(first, second));
    double rate = learningRate.at(state.updates());
    double norm = model.step(rate);
    state.advance();
    return metrics(first, second)
        .with("epoch", epoch())
        .with("grad_norm", norm)
        .with("learning_rate", rate);
  }

  private Metrics metrics(ObjectiveBatch first, ObjectiveBatch second) {
    PolicyObjective.Result own = first.result();
    double loss = own.loss();
    Metrics metrics = Metrics.empty();
    if (preferences != null) {
      PolicyObjective.Result pairs = second.result();
      loss += pairs.loss();
      metrics = pairs.metrics().with("loss/preference", pairs.loss());
    }
    for (Map.Entry<String, Double> entry : own.metrics().values().entrySet()) {
      String name = DEMONSTRATION_NAMES.get(entry.getKey());
      if (name != null) {
        metrics = metrics.with(name, entry.getValue());
      }
    }
    return metrics.with("loss", loss);
  }

  /** Fresh own samples of the current policy, which with {@code PREVIOUS} becomes the reference. */
  private void begin(long epoch) {
    ownSamples.draw(epoch);
    if (config.reference() == Reference.PREVIOUS) {
      if (previous == null) {
        previous = model.frozenCopy();
      } else {
        previous.parameters().copyFrom(model.parameters());
      }
    }
    pair();
  }

  /** Pairs of the epoch's own samples, nothing known of them yet. */
  private void pair() {
    List<Preference<Completion>> pairs = new ArrayList<>();
    List<Completion> samples = ownSamples.samples();
    for (int i = 0; i < samples.size(); i++) {
      pairs.add(Preference.of(data.demonstrations().get(i), samples.get(i)));
    }
    ownPairs = pairs;
    CausalLm reference = previous == null ? initial : previous;
    ownReferences = new ReferenceLogProbs(used(reference), pairs);
    if (previous != null) {
      references = new ReferenceLogProbs(used(previous), data.preferences());
    }
  }

  private @Nullable CausalLm used(CausalLm reference) {
    return config.objective().usesReference() ? reference : null;
  }

  @Override
  public double epoch() {
    return demonstrations.epoch();
  }

  @Override
  public void save(Path directory) throws IOException {
    model.saveState(directory);
    state.save(directory);
    ownSamples.save(directory.resolve("own-samples.txt"));
    ownReferences.save(directory.resolve("own-reference-log-probs.txt"));
    references.save(directory.resolve("reference-log-probs.txt"));
    if (previous != null) {
      previous.saveState(directory.resolve("previous"));
    }
  }

  @Override
  public void restore(Path directory) throws IOException {
    model.restoreState(directory);
    state.restore(directory);
    ownSamples.restore(directory.resolve("own-samples.txt"));
    Path weights = directory.resolve("previous");
    if (Files.isDirectory(weights)) {
      previous = previous == null ? model.frozenCopy() : previous;
      previous.restoreState(weights);
    }
    pair();
    ownReferences.restore(directory.resolve("own-reference-log-probs.txt"));
    references.restore(directory.resolve("reference-log-probs.txt"));
  }

  /** Closes the copy that {@code PREVIOUS} keeps; the models given stay open. */
  @Override
  public void close() {
    if (previous != null) {
      previous.close();
      previous = null;
    }
  }
}
