package org.aihf.llm.model;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.aihf.UserError;
import org.aihf.score.ScoreModel;
import org.aihf.torch.ParameterSet;

/**
 * The critic of PPO: a language model's backbone, its own, with a linear head of one value. The
 * scalars of an answer of T tokens are T + 1 values, {@code V(prompt, completion[<t])} for t = 0 to
 * T: of the state before each token and of the finished answer.
 */
public final class ValueModel implements ScoreModel<TokenSequence> {
  private final ValueHead head;
  private final Network network;

  private ValueModel(
      LmConfig config, ValueHead head, ModelOptions options, ParameterSet parameters) {
    this.head = head;
    this.network = new Network(parameters.runtime(), config, head, options, parameters);
  }

  /**
   * A copy of a language model's backbone with a head of zeros: V is 0 everywhere, so that the
   * first advantages are the plain reward to go (lm-human-preferences; Huang et al. 2024).
   */
  public static ValueModel fromPolicy(CausalLm policy, ModelOptions options) {
    LmConfig config = policy.config();
    return of(policy.parameters(), config, new float[config.hiddenSize() + 1], options);
  }

  /**
   * A copy of a reward model, head included: V starts as the reward of the answer so far (Stiennon
   * et al. 2020; TRL's example). Of safe-rlhf's score models the normaliser is included, too: V
   * starts as what the policy is rewarded with, where safe-rlhf's critic starts as the score before
   * it is normalised.
   *
   * @param policy the model whose answers will be valued, in its token ids
   * @throws UserError as {@link #requireSameShape}
   */
  public static ValueModel fromReward(
      SequenceClassifier reward, CausalLm policy, ModelOptions options) {
    requireSameShape(reward, policy);
    return of(reward.parameters(), reward.config(), linear(reward), options);
  }

  /**
   * Whether {@link #fromReward} will do.
   *
   * @throws UserError if not; says how the two differ
   */
  public static void requireSameShape(SequenceClassifier reward, CausalLm policy) {
    String ofReward = shape(reward.config());
    String ofPolicy = shape(policy.config());
    if (!ofReward.equals(ofPolicy)) {
      throw new UserError(
          "the value model cannot start from the reward model: that is %s, the policy is %s; start it from the policy (policy.ppo.value_from: policy) or use a reward model on the policy's backbone"
              .formatted(ofReward, ofPolicy));
    }
  }

  /**
   * A reward as a linear function of the hidden state it is read off: its weights, then its
   * constant; safe-rlhf's normaliser is in both.
   */
  private static float[] linear(SequenceClassifier reward) {
    LmConfig config = reward.config();
    Head.Labels head = reward.head();
    List<Weight> layer = head.weights(config, Architecture.of(config));
    int size = config.hiddenSize();
    int label = head.chosen();
    float[] matrix = reward.parameters().values(layer.get(0).name());
    Weight bias = layer.get(1);
    double constant = bias.isPresent() ? reward.parameters().values(bias.name())[label] : 0;
    float[] linear = new float[size + 1];
    for (int i = 0; i < size; i++) {
      linear[i] = (float) (head.normalizer().slope(label) * matrix[label * size + i]);
    }
    linear[size] = (float) head.normalizer().apply(constant, label);
    return linear;
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

  /**
   * @param linear weights, then the constant; without one, where it is 0, as TRL's critic
   */
  private static ValueModel of(
      ParameterSet source, LmConfig config, float[] linear, ModelOptions options) {
    ParameterSet parameters = Checkpoint.empty(source.runtime(), options);
    for (Weight weight : Architecture.of(config).present()) {
      parameters.addCopy(weight.name(), source);
    }
    int size = config.hiddenSize();
    parameters.add(ValueHead.WEIGHT, new Shape(1, size), Arrays.copyOf(linear, size));
    ValueHead head = new ValueHead(linear[size] != 0);
    if (head.constant()) {
      parameters.add(ValueHead.BIAS, new Shape(1), new float[] {linear[size]});
    }
    return new ValueModel(config, head, options, parameters);
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
    return network.evaluate(groups, head::scalars);
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
