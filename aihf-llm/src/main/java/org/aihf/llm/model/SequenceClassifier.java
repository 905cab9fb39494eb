package org.aihf.llm.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.aihf.UserError;
import org.aihf.random.RandomStream;
import org.aihf.score.ScoreModel;
import org.aihf.torch.ParameterSet;
import org.aihf.torch.TorchRuntime;
import org.aihf.torch.safetensors.Dtype;
import org.aihf.torch.safetensors.Safetensors;

/**
 * A model with a head that scores whole sequences: {@code *ForSequenceClassification} of
 * transformers, or {@code *ForScore} of safe-rlhf with its normaliser. Causal models are read at
 * the last real token, encoders (BERT, DistilBERT) at the first. The one scalar of an input is the
 * score of one label, 0 unless another is chosen: the reward of prompt and completion. An empty
 * completion is scored on the prompt's last token.
 */
public final class SequenceClassifier implements ScoreModel<TokenSequence> {
  private final Network network;
  private final Head.Labels head;

  private SequenceClassifier(Network network, Head.Labels head) {
    this.network = network;
    this.head = head;
  }

  private static SequenceClassifier of(
      TorchRuntime runtime,
      LmConfig config,
      Head.Labels head,
      ModelOptions options,
      ParameterSet parameters) {
    return new SequenceClassifier(new Network(runtime, config, head, options, parameters), head);
  }

  /**
   * Reads a Hugging Face directory of a {@code *ForSequenceClassification} or {@code *ForScore}
   * model; the scalar is label 0.
   *
   * @throws org.aihf.UserError naming file, key or tensor of what is missing or not supported
   */
  public static SequenceClassifier load(
      TorchRuntime runtime, Path directory, ModelOptions options) {
    return load(runtime, directory, 0, options);
  }

  /**
   * As {@link #load(TorchRuntime, Path, ModelOptions)}.
   *
   * @param label index of the label whose score is the scalar
   */
  public static SequenceClassifier load(
      TorchRuntime runtime, Path directory, int label, ModelOptions options) {
    LmConfig config = LmConfig.read(directory);
    Head.Labels head = head(directory, config, label);
    if (label < 0 || label >= head.count()) {
      throw new UserError(
          "label %d is none of the %d of %s; it must be from 0 to %d"
              .formatted(label, head.count(), directory, head.count() - 1));
    }
    List<Weight> weights = Network.weights(config, head);
    return of(
        runtime, config, head, options, Checkpoint.read(runtime, directory, weights, options));
  }

  private static Head.Labels head(Path directory, LmConfig config, int label) {
    ConfigFile file = ConfigFile.read(directory);
    if (!file.hasArchitecture("ForScore")) {
      return Head.Labels.of(config, file.labels(), label);
    }
    try (Safetensors tensors = Safetensors.open(directory)) {
      return Head.Labels.of(ScoreHeadSettings.read(file, tensors), label);
    }
  }

  /** A fresh model with one label. */
  public static SequenceClassifier random(
      TorchRuntime runtime, LmConfig config, RandomStream random, ModelOptions options) {
    ParameterSet parameters = Checkpoint.empty(runtime, options);
    FreshWeights.add(
        parameters, Architecture.of(config).present(), random, config.initializerRange());
    return withFreshHead(runtime, config, random, options, parameters);
  }

  /**
   * A copy of a language model's backbone with a fresh head of one label, normal with standard
   * deviation {@code 1/sqrt(hidden + 1)} (Huang et al. 2024, "The N+ implementation details of RLHF
   * with PPO").
   */
  public static SequenceClassifier fromBackbone(
      CausalLm model, RandomStream random, ModelOptions options) {
    ParameterSet source = model.parameters();
    ParameterSet parameters = Checkpoint.empty(source.runtime(), options);
    for (Weight weight : Architecture.of(model.config()).present()) {
      parameters.addCopy(weight.name(), source);
    }
    return withFreshHead(source.runtime(), model.config(), random, options, parameters);
  }

  /** As {@link #fromBackbone(CausalLm, RandomStream, ModelOptions)}, from a directory. */
  public static SequenceClassifier fromBackbone(
      TorchRuntime runtime, Path directory, RandomStream random, ModelOptions options) {
    LmConfig config = LmConfig.read(directory);
    List<Weight> weights = Architecture.of(config).present();
    ParameterSet parameters = Checkpoint.read(runtime, directory, weights, options);
    return withFreshHead(runtime, config, random, options, parameters);
  }

  private static SequenceClassifier withFreshHead(
      TorchRuntime runtime,
      LmConfig config,
      RandomStream random,
      ModelOptions options,
      ParameterSet parameters) {
    Head.Labels head = Head.Labels.of(config, 1, 0);
    List<Weight> weights =
        head.weights(config, Architecture.of(config)).stream().filter(Weight::isPresent).toList();
    FreshWeights.add(parameters, weights, random, 1 / Math.sqrt(config.hiddenSize() + 1));
    return of(runtime, config, head, options, parameters);
  }

  public LmConfig config() {
    return network.config();
  }

  /** Whether this is an encoder: its inputs are whole texts, encoded as such. */
  public boolean looksBothWays() {
    return config().looksBothWays();
  }

  Head.Labels head() {
    return head;
  }

  /** Number of labels of the head. */
  public int labels() {
    return head.count();
  }

  /** The weights by their Hugging Face names, with gradients when trainable. */
  public ParameterSet parameters() {
    return network.parameters();
  }

  /**
   * All labels of every sequence, without a gradient.
   *
   * @return {@code [sequence][label]}
   */
  public double[][] labelScores(List<TokenSequence> sequences) {
    List<List<TokenSequence>> groups = sequences.stream().map(List::of).toList();
    double[][][] scores = network.evaluate(whole(groups), head::labels);
    return Arrays.stream(scores).map(group -> group[0]).toArray(double[][]::new);
  }

  /** What an encoder makes of a prompt depends on the completion: nothing is shared there. */
  private List<List<TokenSequence>> whole(List<List<TokenSequence>> groups) {
    return looksBothWays()
        ? groups.stream().map(g -> g.stream().map(TokenSequence::asCompletion).toList()).toList()
        : groups;
  }

  @Override
  public double[][][] evaluate(List<List<TokenSequence>> groups) {
    return network.evaluate(whole(groups), head::scalars);
  }

  @Override
  public void accumulate(List<List<TokenSequence>> groups, Coefficients rule) {
    network.accumulate(whole(groups), rule);
  }

  @Override
  public double step(double learningRate) {
    return network.step(learningRate);
  }

  /**
   * Writes a directory that transformers reads as {@code *ForSequenceClassification}.
   *
   * @param padId pad id written to {@code config.json}: an id that never ends a sequence, because
   *     transformers reads the score at the last id that differs from it
   */
  public void save(Path directory, int padId) throws IOException {
    if (config().eosIds().contains(padId)) {
      throw new IllegalArgumentException(
          "pad id %d ends sequences (eos %s); transformers would read the score before it"
              .formatted(padId, config().eosIds()));
    }
    Checkpoint.write(directory, network, OptionalInt.of(padId), Dtype.F32);
  }

  /** Writes weights and optimiser state, bit for bit. */
  public void saveState(Path directory) throws IOException {
    network.saveState(directory);
  }

  /** Continues from {@link #saveState}. */
  public void restoreState(Path directory) throws IOException {
    network.restoreState(directory);
  }

  @Override
  public void close() {
    network.close();
  }
}
