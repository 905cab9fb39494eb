package org.aihf.llm.model;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.aihf.UserError;
import org.aihf.score.ScoreModel;
import org.aihf.torch.ParameterSet;
import org.aihf.torch.TorchRuntime;

/**
 * The critic of PPO: a language model's backbone, its own, with a linear head of one value. The
 * scalars of an answer of T tokens are T + 1 values, {@code V(prompt, completion[<t])} for t = 0 to
 * T: of the state before each token and of the finished answer.
 */
public final class ValueModel implements ScoreModel<TokenSequence> {
  private static final ValueHead HEAD = new ValueHead();

  private final Network network;

  private ValueModel(
      TorchRuntime runtime, LmConfig config, ModelOptions options, ParameterSet parameters) {
    this.network = new Network(runtime, config, HEAD, options, parameters);
  }

  /**
   * A copy of a language model's backbone with a head of zeros: V is 0 everywhere, so that the
   * first advantages are the plain reward to go (lm-human-preferences; Huang et al. 2024).
   */
  public static ValueModel fromPolicy(CausalLm policy, ModelOptions options) {
    LmConfig config = policy.config();
    return of(policy.parameters(), config, new float[config.hiddenSize()], options);
  }

  /**
   * A copy of a reward model, head included: V starts as the reward of the answer so far (Stiennon
   * et al. 2020; TRL's example).
   *
   * @param policy the model whose answers will be valued, in its token ids
   * @throws UserError as {@link #requireSameShape}
   */
  public static ValueModel fromReward(
      SequenceClassifier reward, CausalLm policy, ModelOptions options) {
    requireSameShape(reward, policy);
    LmConfig config = reward.config();
    ParameterSet source = reward.parameters();
    int size = config.hiddenSize();
    int row = reward.label() * size;
    float[] head = Arrays.copyOfRange(source.values(headName(config)), row, row + size);
    return of(source, config, head, options);
  }

  /**
   * Whether {@link #fromReward} will do.
   *
   * @throws UserError if not; says how the two differ, or that a head such as safe-rlhf's is no
   *     value head
   */
  public static void requireSameShape(SequenceClassifier reward, CausalLm policy) {
    String ofReward = shape(reward.config());
    String ofPolicy = shape(policy.config());
    if (!ofReward.equals(ofPolicy)) {
      throw new UserError(
          "the value model cannot start from the reward model: that is %s, the policy is %s; start it from the policy (policy.ppo.value_from: policy) or use a reward model on the policy's backbone"
              .formatted(ofReward, ofPolicy));
    }
    requireLinearHead(reward);
  }

  /** safe-rlhf's score models have a head of another name, with a bias and a normaliser. */
  private static void requireLinearHead(SequenceClassifier reward) {
    String head = headName(reward.config());
    if (!reward.parameters().contains(head)) {
      throw new UserError(
          "the value model cannot start from the reward model, whose head is not one linear layer without bias (no tensor '%s'); start it from the policy (policy.ppo.value_from: policy)"
              .formatted(head));
    }
  }

  private static String shape(LmConfig config) {
    return "%s with %d layers of %d, %d heads and %d token ids"
        .formatted(
            Architecture.of(config).kernel().replace(".py", ""),
            config.layers(),
            config.hiddenSize(),
            config.heads(),
            config.vocabularySize());
  }

  private static String headName(LmConfig config) {
    return HEAD.weights(config, Architecture.of(config)).get(0).name();
  }

  private static ValueModel of(
      ParameterSet source, LmConfig config, float[] head, ModelOptions options) {
    ParameterSet parameters = Checkpoint.empty(source.runtime(), options);
    for (Weight weight : Architecture.of(config).present()) {
      parameters.addCopy(weight.name(), source);
    }
    parameters.add(headName(config), new Shape(1, config.hiddenSize()), head);
    return new ValueModel(source.runtime(), config, options, parameters);
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

  @Override
  public double step(double learningRate) {
    return network.step(learningRate);
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
