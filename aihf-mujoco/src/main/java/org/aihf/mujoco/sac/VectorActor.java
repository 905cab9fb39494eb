package org.aihf.mujoco.sac;

import java.util.List;
import java.util.stream.Stream;
import org.aihf.mujoco.vector.LinearLayer;
import org.aihf.mujoco.vector.Rows;
import org.aihf.torch.ParameterSet;

/** Two rectified layers, then mean and log standard deviation; or a gradient or moment of them. */
final class VectorActor implements VectorNetwork {
  private final LinearLayer first;
  private final LinearLayer second;
  private final LinearLayer last;
  private final List<float[]> arrays;

  VectorActor(int observationSize, int actionSize, int hiddenSize) {
    first = new LinearLayer(observationSize, hiddenSize, 1, observationSize);
    second = new LinearLayer(hiddenSize, hiddenSize, 1, 0);
    last = new LinearLayer(hiddenSize, 2 * actionSize, 1, 0);
    arrays = Stream.of(first, second, last).flatMap(layer -> layer.arrays().stream()).toList();
  }

  @Override
  public void load(ParameterSet set) {
    first.load(set.values("w1"), set.values("b1"));
    second.load(set.values("w2"), set.values("b2"));
    last.load(set.values("w3"), set.values("b3"));
  }

  @Override
  public void store(ParameterSet set) {
    set.set("w1", first.weights());
    set.set("b1", first.biases());
    set.set("w2", second.weights());
    set.set("b2", second.biases());
    set.set("w3", last.weights());
    set.set("b3", last.biases());
  }

  @Override
  public List<float[]> arrays() {
    return arrays;
  }

  @Override
  public void changed() {
    first.changed();
    second.changed();
    last.changed();
  }

  /** Room for what {@link #apply} computes of {@code rows} rows. */
  Activations activations(int rows) {
    return new Activations(
        new float[rows * first.row()],
        new float[rows * second.row()],
        new float[rows * last.row()]);
  }

  int outputWidth() {
    return last.row();
  }

  /**
   * @param states {@code [rows, observationSize]}
   */
  void apply(int rows, float[] states, int observationSize, Activations z) {
    first.applyRectified(rows, states, 0, observationSize, z.first);
    second.applyRectified(rows, z.first, 0, first.row(), z.second);
    last.apply(rows, z.second, 0, second.row(), z.output);
  }

  /**
   * Fills {@code gradient}, of the first rows that {@link #apply} was given.
   *
   * @param g dL/d(output) in {@code output}; room for the hidden layers' gradients beside it
   */
  void gradient(
      int rows,
      float[] states,
      int observationSize,
      Activations z,
      Activations g,
      VectorActor gradient) {
    last.inputGradient(rows, g.output, g.second, 0, second.row());
    Rows.mask(g.second, z.second, rows, second.row());
    second.inputGradient(rows, g.second, g.first, 0, first.row());
    Rows.mask(g.first, z.first, rows, first.row());
    gradient.last.assignGradient(rows, z.second, 0, second.row(), g.output);
    gradient.second.assignGradient(rows, z.first, 0, first.row(), g.second);
    gradient.first.assignGradient(rows, states, 0, observationSize, g.first);
  }

  /** Outputs of the layers, or gradients with respect to them before they are rectified. */
  record Activations(float[] first, float[] second, float[] output) {}
}
