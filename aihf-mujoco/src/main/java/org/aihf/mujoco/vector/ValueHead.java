package org.aihf.mujoco.vector;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The last layer of a network with one output: v = h · w + b. Also its gradient or moment. */
public final class ValueHead {
  private static final VectorSpecies<Float> SPECIES = Layout.SPECIES;
  private static final int LANES = SPECIES.length();

  private final int inputs;
  private final float[] weight;
  private final float[] bias = new float[Layout.UNIT];
  private final float[] zeros;
  private final MatrixProduct product = new MatrixProduct();

  /** A head of zeros. */
  public ValueHead(int inputs) {
    this.inputs = inputs;
    weight = new float[Layout.padded(inputs)];
    zeros = new float[weight.length];
  }

  /** How far apart rows of inputs lie. */
  private int row() {
    return Layout.distance(weight.length);
  }

  /** Takes PyTorch's arrays: weight {@code [1, inputs]}, bias {@code [1]}. */
  public void load(float[] weights, float[] biases) {
    System.arraycopy(weights, 0, weight, 0, inputs);
    bias[0] = biases[0];
  }

  /** {@code [1, inputs]}. */
  public float[] weights() {
    return Arrays.copyOf(weight, inputs);
  }

  /** {@code [1]}. */
  public float[] biases() {
    return new float[] {bias[0]};
  }

  /** Weight itself, padded. */
  float[] weight() {
    return weight;
  }

  /** Weight and bias themselves, for optimisers. */
  public List<float[]> arrays() {
    return List.of(weight, bias);
  }

  /**
   * The values of some rows.
   *
   * @param h {@code [rows, padded(inputs)]}, as a layer of so many outputs lays them
   */
  public void apply(int rows, float[] h, float[] values) {
    float[] lanes = new float[LANES];
    for (int i = 0; i < rows; i++) {
      int at = i * row();
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int j = 0; j < weight.length; j += LANES, at += LANES) {
        FloatVector x = FloatVector.fromArray(SPECIES, h, at);
        sum = x.fma(FloatVector.fromArray(SPECIES, weight, j), sum);
      }
      sum.intoArray(lanes, 0);
      values[i] = bias[0] + total(lanes);
    }
  }

  /** In a fixed order: a vector's own sum may take another one before it is compiled. */
  private static float total(float[] lanes) {
    float total = 0;
    for (float lane : lanes) {
      total += lane;
    }
    return total;
  }

  /**
   * Becomes the gradient of the head that was applied to {@code h}.
   *
   * @param g dL/dv of every row
   */
  public void assignGradient(int rows, float[] h, float[] g) {
    Matrix row = Matrix.rows(g, 0, rows);
    Matrix inputRows = Matrix.rows(h, 0, row());
    Matrix into = Matrix.rows(weight, 0, weight.length);
    product.multiply(1, weight.length, rows, row, inputRows, into, zeros, false);
    float sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += g[i];
    }
    bias[0] = sum;
  }
}
