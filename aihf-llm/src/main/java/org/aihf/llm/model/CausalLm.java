package org.aihf.llm.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.aihf.UserError;
import org.aihf.random.RandomStream;
import org.aihf.score.ScoreModel;
import org.aihf.torch.ParameterSet;
import org.aihf.torch.TorchRuntime;
import org.aihf.torch.safetensors.Dtype;

/**
 * A causal language model. The scalars of an input are the log-probabilities of its completion's
 * tokens, {@code log p(completion[t] | prompt, completion[<t])}, computed in fp32.
 *
 * <p>Members of a group with equal prompts share one computation of that prompt. A completion that
 * follows an empty prompt starts at its second token (the first has nothing to be conditioned on
 * and scores 0).
 */
public final class CausalLm implements ScoreModel<TokenSequence> {
  private static final Head HEAD = new Head.Tokens();
  private static final Head WITH_ENTROPY = new EntropyHead();

  private final Network network;

  private CausalLm(Network network) {
    this.network = network;
  }

  /**
   * Reads a Hugging Face directory: {@code config.json} and safetensors.
   *
   * @throws org.aihf.UserError naming file, key or tensor of what is missing or not supported
   */
  public static CausalLm load(TorchRuntime runtime, Path directory, ModelOptions options) {
    LmConfig config = LmConfig.read(directory);
    if (config.looksBothWays()) {
      throw new UserError(
          directory
              + " holds an encoder, which generates no text; a policy is a causal language model, an encoder a judge or reward model");
    }
    List<Weight> weights = Network.weights(config, HEAD);
    return new CausalLm(
        new Network(
            runtime, config, HEAD, options, Checkpoint.read(runtime, directory, weights, options)));
  }

  /** A fresh model: weights normal with {@link LmConfig#initializerRange()}, biases 0. */
  public static CausalLm random(
      TorchRuntime runtime, LmConfig config, RandomStream random, ModelOptions options) {
    ParameterSet parameters = Checkpoint.empty(runtime, options);
    FreshWeights.add(parameters, Network.weights(config, HEAD), random, config.initializerRange());
    return new CausalLm(new Network(runtime, config, HEAD, options, parameters));
  }

  public LmConfig config() {
    return network.config();
  }

  /** The weights by their Hugging Face names, with gradients when trainable. */
  public ParameterSet parameters() {
    return network.parameters();
  }

  @Override
  public double[][][] evaluate(List<List<TokenSequence>> groups) {
    return network.evaluate(groups, HEAD::scalars);
  }

  @Override
  public void accumulate(List<List<TokenSequence>> groups, Coefficients rule) {
    network.accumulate(groups, rule);
  }

  /**
   * As {@link #accumulate} for a loss of log-probabilities and entropies. The rule gets and gives,
   * per member, those of the log-probabilities followed by as many of the entropies −Σ p log p (in
   * nats, over the whole vocabulary) of the distributions that the tokens were drawn from.
   */
  public void accumulateWithEntropy(List<List<TokenSequence>> groups, Coefficients rule) {
    network.accumulate(WITH_ENTROPY, groups, rule);
  }

  @Override
  public double step(double learningRate) {
    return network.step(learningRate);
  }

  /** A copy of the present weights that never trains: the reference of a KL penalty. */
  public CausalLm frozenCopy() {
    ModelOptions options = network.options().asFrozen();
    return new CausalLm(
        new Network(network.runtime(), config(), HEAD, options, network.parameters().frozenCopy()));
  }

  /** Writes {@code config.json} and {@code model.safetensors} as transformers reads them. */
  public void save(Path directory) throws IOException {
    save(directory, Dtype.F32);
  }

  /**
   * As {@link #save(Path)}, with weights rounded to another type: BF16 halves the size.
   *
   * @throws IllegalArgumentException for a type other than F32, BF16 and F16, or a weight beyond
   *     its range
   */
  public void save(Path directory, Dtype dtype) throws IOException {
    Checkpoint.write(directory, network, config().padId(), dtype);
  }

  /** Writes weights and optimiser state, bit for bit. */
  public void saveState(Path directory) throws IOException {
    network.saveState(directory);
  }

  /** Continues from {@link #saveState}. */
  public void restoreState(Path directory) throws IOException {
    network.restoreState(directory);
  }

  /** Most answers at once of {@code tokens} each, prompt included, for this device's cache. */
  public int cacheRows(long tokens) {
    int width = Architecture.of(config()).keyValueHeads() * config().headSize();
    long row = 2L * tokens * config().layers() * width * Float.BYTES;
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, network.runtime().cacheBytes() / row));
  }

  /**
   * Starts decoding answers; close it when they are done.
   *
   * @param prompts distinct prompts, none empty
   * @param rowPrompt index of each answer's prompt
   * @param maxNewTokens most tokens per answer
   */
  public Decoder decoder(List<int[]> prompts, int[] rowPrompt, int maxNewTokens) {
    return new Decoder(network, prompts, rowPrompt, maxNewTokens);
  }

  @Override
  public void close() {
    network.close();
  }
}
