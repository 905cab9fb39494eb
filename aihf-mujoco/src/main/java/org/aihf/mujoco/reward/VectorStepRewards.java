package org.aihf.mujoco.reward;

import java.util.ArrayList;
import java.util.List;
import org.aihf.mujoco.vector.LinearLayer;
import org.aihf.torch.ParameterSet;

/**
 * What the kernel's {@code rewards} computes, with the JVM's vectors: SAC asks for a minibatch at
 * every update.
 */
final class VectorStepRewards {
  /** Rows whose activations stay in a processor core's cache. */
  private static final int BLOCK = 256;

  private final RewardNetworkConfig config;
  private final List<Member> members = new ArrayList<>();

  VectorStepRewards(RewardNetworkConfig config) {
    this.config = config;
    List<Integer> sizes = config.layerSizes();
    for (int member = 0; member < config.members(); member++) {
      members.add(new Member(sizes));
    }
  }

  void load(ParameterSet parameters) {
    for (int layer = 0; layer + 1 < config.layerSizes().size(); layer++) {
      float[] weights = parameters.values("layers.%d.weight".formatted(layer));
      float[] biases = parameters.values("layers.%d.bias".formatted(layer));
      for (int member = 0; member < members.size(); member++) {
        members.get(member).load(layer, weights, biases, member);
      }
    }
  }

  /** The ensemble's step rewards of {@code rows} rows of features. */
  float[] rewards(float[] x, int rows) {
    float[] rewards = new float[rows];
    float[][] byMember = new float[members.size()][BLOCK];
    for (int from = 0; from < rows; from += BLOCK) {
      int count = Math.min(BLOCK, rows - from);
      for (int member = 0; member < byMember.length; member++) {
        members.get(member).apply(count, x, from * config.inputSize(), byMember[member]);
      }
      for (int i = 0; i < count; i++) {
        rewards[from + i] = (float) combined(byMember, i);
      }
    }
    return rewards;
  }

  private double combined(float[][] byMember, int row) {
    double mean = 0;
    for (float[] member : byMember) {
      mean += bounded(member[row]) / byMember.length;
    }
    if (config.pessimism() == 0) {
      return mean;
    }
    double variance = 0;
    for (float[] member : byMember) {
      double deviation = bounded(member[row]) - mean;
      variance += deviation * deviation / byMember.length;
    }
    return mean - config.pessimism() * Math.sqrt(variance);
  }

  private double bounded(float r) {
    double limit = config.bound().limit();
    return switch (config.bound().kind()) {
      case NONE -> r;
      case CLAMP -> Math.max(-limit, Math.min(limit, r));
      case TANH -> limit * Math.tanh(r / limit);
    };
  }

  /** One network. */
  private static final class Member {
    private final List<Integer> sizes;
    private final List<LinearLayer> layers = new ArrayList<>();
    private final List<float[]> outputs = new ArrayList<>();

    Member(List<Integer> sizes) {
      this.sizes = sizes;
      for (int i = 0; i + 1 < sizes.size(); i++) {
        LinearLayer layer = new LinearLayer(sizes.get(i), sizes.get(i + 1), 1, sizes.get(i));
        layers.add(layer);
        outputs.add(new float[BLOCK * layer.row()]);
      }
    }

    /** From stacks of all members' arrays: weights {@code [members, in, out]}. */
    void load(int layer, float[] weights, float[] biases, int member) {
      int in = sizes.get(layer);
      int out = sizes.get(layer + 1);
      float[] turned = new float[out * in];
      float[] bias = new float[out];
      for (int o = 0; o < out; o++) {
        bias[o] = biases[member * out + o];
        for (int i = 0; i < in; i++) {
          turned[o * in + i] = weights[(member * in + i) * out + o];
        }
      }
      layers.get(layer).load(turned, bias);
    }

    void apply(int rows, float[] x, int offset, float[] into) {
      float[] input = x;
      int at = offset;
      int row = sizes.get(0);
      int last = layers.size() - 1;
      for (int i = 0; i < last; i++) {
        layers.get(i).applyRectified(rows, input, at, row, outputs.get(i));
        input = outputs.get(i);
        at = 0;
        row = layers.get(i).row();
      }
      layers.get(last).apply(rows, input, at, row, outputs.get(last));
      row = layers.get(last).row();
      for (int i = 0; i < rows; i++) {
        into[i] = outputs.get(last)[i * row];
      }
    }
  }
}
