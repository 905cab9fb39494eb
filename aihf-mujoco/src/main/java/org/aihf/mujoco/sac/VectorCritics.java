package org.aihf.mujoco.sac;

import java.util.List;
import java.util.stream.Stream;
import org.aihf.mujoco.vector.LinearLayer;
import org.aihf.mujoco.vector.Rows;
import org.aihf.mujoco.vector.ValueHead;
import org.aihf.torch.ParameterSet;

/** Twin critics, their first layers side by side; or a gradient or moment of them. */
final class VectorCritics implements VectorNetwork {
  private final int inputs;
  private final LinearLayer first;
  private final LinearLayer secondA;
  private final LinearLayer secondB;
  private final ValueHead headA;
  private final ValueHead headB;
  private final List<float[]> arrays;

  VectorCritics(int observationSize, int actionSize, int hiddenSize) {
    inputs = observationSize + actionSize;
    first = new LinearLayer(inputs, hiddenSize, 2, observationSize);
    secondA = new LinearLayer(hiddenSize, hiddenSize, 1, 0);
    secondB = new LinearLayer(hiddenSize, hiddenSize, 1, 0);
    headA = new ValueHead(hiddenSize);
    headB = new ValueHead(hiddenSize);
    arrays =
        Stream.of(
                first.arrays(), secondA.arrays(), secondB.arrays(), headA.arrays(), headB.arrays())
            .flatMap(List::stream)
            .toList();
  }

  @Override
  public void load(ParameterSet set) {
    first.load(set.values("w1"), set.values("b1"));
    secondA.load(set.values("w2a"), set.values("b2a"));
    secondB.load(set.values("w2b"), set.values("b2b"));
    headA.load(set.values("w3a"), set.values("b3a"));
    headB.load(set.values("w3b"), set.values("b3b"));
  }

  @Override
  public void store(ParameterSet set) {
    set.set("w1", first.weights());
    set.set("b1", first.biases());
    set.set("w2a", secondA.weights());
    set.set("b2a", secondA.biases());
    set.set("w2b", secondB.weights());
    set.set("b2b", secondB.biases());
    set.set("w3a", headA.weights());
    set.set("b3a", headA.biases());
    set.set("w3b", headB.weights());
    set.set("b3b", headB.biases());
  }

  @Override
  public List<float[]> arrays() {
    return arrays;
  }

  @Override
  public void changed() {
    first.changed();
    secondA.changed();
    secondB.changed();
  }

  /** Room for what {@link #apply} computes of {@code rows} pairs. */
  Activations activations(int rows) {
    int width = secondA.width();
    return new Activations(
        new float[rows * 2 * width],
        new float[rows * width],
        new float[rows * width],
        new float[rows],
        new float[rows]);
  }

  /**
   * @param pairs observation and action {@code [rows, S + A]}
   */
  void apply(int rows, float[] pairs, Activations z) {
    first.applyRectified(rows, pairs, 0, inputs, z.first);
    secondA.applyRectified(rows, z.first, 0, first.width(), z.secondA);
    secondB.applyRectified(rows, z.first, secondA.width(), first.width(), z.secondB);
    headA.apply(rows, z.secondA, z.a);
    headB.apply(rows, z.secondB, z.b);
  }

  /** From dL/dQ in {@code g.a} and {@code g.b} to the hidden layers' gradients in {@code g}. */
  private void backward(int rows, Activations z, Activations g) {
    headA.rectifiedInputGradient(rows, g.a, z.secondA, g.secondA);
    headB.rectifiedInputGradient(rows, g.b, z.secondB, g.secondB);
    secondA.inputGradient(rows, g.secondA, g.first, 0, first.width());
    secondB.inputGradient(rows, g.secondB, g.first, secondA.width(), first.width());
    Rows.mask(g.first, z.first, rows, first.width());
  }

  /** Fills {@code gradient} from dL/dQ in {@code g.a} and {@code g.b}. */
  void gradient(int rows, float[] pairs, Activations z, Activations g, VectorCritics gradient) {
    backward(rows, z, g);
    gradient.first.assignGradient(rows, pairs, 0, inputs, g.first);
    gradient.secondA.assignGradient(rows, z.first, 0, first.width(), g.secondA);
    gradient.secondB.assignGradient(rows, z.first, secondA.width(), first.width(), g.secondB);
    gradient.headA.assignGradient(rows, z.secondA, g.a);
    gradient.headB.assignGradient(rows, z.secondB, g.b);
  }

  /**
   * dL/da from dL/dQ in {@code g.a} and {@code g.b}.
   *
   * @param into {@code [rows, actionGradientWidth()]}
   */
  void actionGradient(int rows, Activations z, Activations g, float[] into) {
    backward(rows, z, g);
    first.inputGradient(rows, g.first, into, 0, first.gradientWidth());
  }

  int actionGradientWidth() {
    return first.gradientWidth();
  }

  /** Moves a little towards other critics. */
  void approach(VectorCritics source, double rate) {
    List<float[]> mine = arrays();
    List<float[]> theirs = source.arrays();
    for (int i = 0; i < mine.size(); i++) {
      Rows.approach(mine.get(i), theirs.get(i), (float) rate);
    }
  }

  /** Outputs of the layers and both values, or gradients with respect to them. */
  record Activations(float[] first, float[] secondA, float[] secondB, float[] a, float[] b) {}
}
