package org.aihf.mujoco.vector;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
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

  /** Weight and bias themselves, for optimisers. */
  public List<float[]> arrays() {
    return List.of(weight, bias);
  }

  /**
   * The values of some rows.
   *
   * @param h {@code [rows, padded(inputs)]}
   */
  public void apply(int rows, float[] h, float[] values) {
    float[] lanes = new float[LANES];
    int at = 0;
    for (int i = 0; i < rows; i++) {
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
    Matrix inputRows = Matrix.rows(h, 0, weight.length);
    Matrix into = Matrix.rows(weight, 0, weight.length);
    product.multiply(1, weight.length, rows, row, inputRows, into, zeros, false);
    float sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += g[i];
    }
    bias[0] = sum;
  }

  /**
   * dL/d(h before it was rectified): g w where h is positive, 0 elsewhere.
   *
   * @param into as {@code h}
   */
  public void rectifiedInputGradient(int rows, float[] g, float[] h, float[] into) {
    FloatVector zero = FloatVector.zero(SPECIES);
    int at = 0;
    for (int i = 0; i < rows; i++) {
      FloatVector scale = FloatVector.broadcast(SPECIES, g[i]);
      for (int j = 0; j < weight.length; j += LANES, at += LANES) {
        VectorMask<Float> off =
            FloatVector.fromArray(SPECIES, h, at).compare(VectorOperators.LE, zero);
        FloatVector w = FloatVector.fromArray(SPECIES, weight, j);
        w.mul(scale).blend(zero, off).intoArray(into, at);
      }
    }
  }

  /**
   * dv/d(h before it was rectified) of some rows: w where h is positive, 0 elsewhere.
   *
   * @param into {@code [count, padded(inputs)]}
   */
  public void rectifiedInputGradient(int[] chosen, int count, float[] h, float[] into) {
    FloatVector zero = FloatVector.zero(SPECIES);
    int width = weight.length;
    for (int i = 0; i < count; i++) {
      int from = chosen[i] * width;
      int to = i * width;
      for (int j = 0; j < width; j += LANES) {
        VectorMask<Float> off =
            FloatVector.fromArray(SPECIES, h, from + j).compare(VectorOperators.LE, zero);
        FloatVector w = FloatVector.fromArray(SPECIES, weight, j);
        w.blend(zero, off).intoArray(into, to + j);
      }
    }
  }
}
