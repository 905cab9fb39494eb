package org.aihf.llm.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.aihf.random.RandomStream;
import org.aihf.score.ScoreModel;
import org.aihf.torch.ParameterSet;
import org.aihf.torch.TorchRuntime;

/**
 * A causal language model. The scalars of an input are the log-probabilities of its completion's
 * tokens, {@code log p(completion[t] | prompt, completion[<t])}, computed in fp32.
 *
 * <p>Members of a group with equal prompts share one computation of that prompt. A completion that
 * follows an empty prompt starts at its second token (the first has nothing to be conditioned on
 * and scores 0).
 */
public final class CausalLm implements ScoreModel<TokenSequence> {
  private CausalLm() {}

  /**
   * Reads a Hugging Face directory: {@code config.json} and safetensors.
   *
   * @throws org.aihf.UserError naming file, key or tensor of what is missing or not supported
   */
  public static CausalLm load(TorchRuntime runtime, Path directory, ModelOptions options) {
    throw new UnsupportedOperationException();
  }

  /** A fresh model: weights normal with {@link LmConfig#initializerRange()}, biases 0. */
  public static CausalLm random(
      TorchRuntime runtime, LmConfig config, RandomStream random, ModelOptions options) {
    throw new UnsupportedOperationException();
  }

  public LmConfig config() {
    throw new UnsupportedOperationException();
  }

  /** The weights by their Hugging Face names, with gradients when trainable. */
  public ParameterSet parameters() {
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

  /** A copy of the present weights that never trains: the reference of a KL penalty. */
  public CausalLm frozenCopy() {
    throw new UnsupportedOperationException();
  }

  /** Writes {@code config.json} and {@code model.safetensors} as transformers reads them. */
  public void save(Path directory) throws IOException {
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
