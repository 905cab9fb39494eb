package org.aihf.llm.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.aihf.random.RandomStream;
import org.aihf.score.ScoreModel;
import org.aihf.torch.ParameterSet;
import org.aihf.torch.TorchRuntime;

/**
 * A language model with a linear head on the hidden state of the last real token ({@code
 * *ForSequenceClassification} without bias). The one scalar of an input is its label 0: the reward
 * of prompt and completion. An empty completion is scored on the prompt's last token.
 */
public final class SequenceClassifier implements ScoreModel<TokenSequence> {
  private SequenceClassifier() {}

  /**
   * Reads a Hugging Face directory of a {@code *ForSequenceClassification} model.
   *
   * @throws org.aihf.UserError naming file, key or tensor of what is missing or not supported
   */
  public static SequenceClassifier load(
      TorchRuntime runtime, Path directory, ModelOptions options) {
    throw new UnsupportedOperationException();
  }

  /** A fresh model with one label. */
  public static SequenceClassifier random(
      TorchRuntime runtime, LmConfig config, RandomStream random, ModelOptions options) {
    throw new UnsupportedOperationException();
  }

  /**
   * A copy of a language model's backbone with a fresh head of one label, normal with standard
   * deviation {@code 1/sqrt(hidden + 1)} (Huang et al. 2024, "The N+ implementation details of RLHF
   * with PPO").
   */
  public static SequenceClassifier fromBackbone(
      CausalLm model, RandomStream random, ModelOptions options) {
    throw new UnsupportedOperationException();
  }

  /** As {@link #fromBackbone(CausalLm, RandomStream, ModelOptions)}, from a directory. */
  public static SequenceClassifier fromBackbone(
      TorchRuntime runtime, Path directory, RandomStream random, ModelOptions options) {
    throw new UnsupportedOperationException();
  }

  public LmConfig config() {
    throw new UnsupportedOperationException();
  }

  /** Number of labels of the head. */
  public int labels() {
    throw new UnsupportedOperationException();
  }

  /** The weights by their Hugging Face names, with gradients when trainable. */
  public ParameterSet parameters() {
    throw new UnsupportedOperationException();
  }

  /**
   * All labels of every sequence, without a gradient.
   *
   * @return {@code [sequence][label]}
   */
  public double[][] labelScores(List<TokenSequence> sequences) {
    throw new UnsupportedOperationException();
  }

  @Override
  public double[][][] evaluate(List<List<TokenSequence>> groups) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void accumulate(List<List<TokenSequence>> groups, Coefficients rule) {
    throw new UnsupportedOperationException();
  }

  @Override
  public double step(double learningRate) {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes a directory that transformers reads as {@code *ForSequenceClassification}.
   *
   * @param padId pad id written to {@code config.json}: an id that never ends a sequence, because
   *     transformers reads the score at the last id that differs from it
   */
  public void save(Path directory, int padId) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Writes weights and optimiser state, bit for bit. */
  public void saveState(Path directory) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Continues from {@link #saveState}. */
  public void restoreState(Path directory) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
