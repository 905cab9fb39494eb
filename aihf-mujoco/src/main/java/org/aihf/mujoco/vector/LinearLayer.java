package org.aihf.mujoco.vector;

import java.util.List;

/**
 * y = x W + b. Also a gradient or a moment of such a layer: numbers of the same shape.
 *
 * <p>Outputs may come in blocks of their own, each padded: the first layers of twin networks, one
 * beside the other.
 */
public final class LinearLayer {
  private final int inputs;
  private final int outputs;
  private final int blocks;
  private final int width;
  private final int first;
  private final int gradientWidth;
  private final float[] bias;

  /** {@code [inputs, width]} in panels. */
  private final Matrix weight;

  /** Of the inputs that are differentiated: {@code [width, gradientWidth]} in panels. */
  private final Matrix transposed;

  private final float[] zeros;
  private final MatrixProduct product = new MatrixProduct();
  private final Transposition transposition = new Transposition();
  private boolean stale;

  /**
   * A layer of zeros.
   *
   * @param outputs of each block
   * @param first the first input that {@link #inputGradient} differentiates
   */
  public LinearLayer(int inputs, int outputs, int blocks, int first) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.blocks = blocks;
    this.first = first;
    width = blocks * Layout.padded(outputs);
    gradientWidth = Layout.padded(inputs - first);
    bias = new float[width];
    weight = Matrix.panels(new float[Layout.inPanels(inputs, width)], inputs);
    transposed = Matrix.panels(new float[Layout.inPanels(width, gradientWidth)], width);
    zeros = new float[Math.max(width, gradientWidth)];
  }

  /** Numbers in a row of the output. */
  public int width() {
    return width;
  }

  /** How far apart the rows of the output lie. */
  public int row() {
    return Layout.distance(width);
  }

  /** Where an output of all blocks' {@code blocks * outputs} lies in a row. */
  private int column(int output) {
    return output / outputs * (width / blocks) + output % outputs;
  }

  /** Takes PyTorch's arrays: weight {@code [blocks * outputs, inputs]} and bias. */
  public void load(float[] weights, float[] biases) {
    for (int o = 0; o < blocks * outputs; o++) {
      bias[column(o)] = biases[o];
      for (int i = 0; i < inputs; i++) {
        weight.values()[weight.index(i, column(o))] = weights[o * inputs + i];
      }
    }
    stale = true;
  }

  /** The weight as PyTorch has it: {@code [blocks * outputs, inputs]}. */
  public float[] weights() {
    float[] weights = new float[blocks * outputs * inputs];
    for (int o = 0; o < blocks * outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        weights[o * inputs + i] = weight.values()[weight.index(i, column(o))];
      }
    }
    return weights;
  }

  /** The bias as PyTorch has it. */
  public float[] biases() {
    float[] biases = new float[blocks * outputs];
    for (int o = 0; o < biases.length; o++) {
      biases[o] = bias[column(o)];
    }
    return biases;
  }

  /** Weight and bias themselves; who changes them calls {@link #changed}. */
  public List<float[]> arrays() {
    return List.of(weight.values(), bias);
  }

  /** Weight itself: {@code [inputs, width]} in panels. */
  Matrix weight() {
    return weight;
  }

  /** Bias itself: {@code [width]}. */
  float[] bias() {
    return bias;
  }

  /** Tells that an optimiser has changed the weights. */
  public void changed() {
    stale = true;
  }

  private void transpose() {
    transposition.copy(weight, first, inputs, width, transposed);
    stale = false;
  }

  /**
   * y = x W + b.
   *
   * @param x rows that lie {@code xRow} apart, from {@code xOffset} on
   * @param y {@code [rows, width()]}, {@link #row} apart
   */
  public void apply(int rows, float[] x, int xOffset, int xRow, float[] y) {
    apply(rows, Matrix.rows(x, xOffset, xRow), y, false);
  }

  /** y = max(0, x W + b); as {@link #apply}. */
  public void applyRectified(int rows, float[] x, int xOffset, int xRow, float[] y) {
    apply(rows, Matrix.rows(x, xOffset, xRow), y, true);
  }

  private void apply(int rows, Matrix x, float[] y, boolean rectify) {
    product.multiply(rows, width, inputs, x, weight, Matrix.rows(y, 0, row()), bias, rectify);
  }

  /**
   * Becomes the gradient of the layer that was applied to {@code x}.
   *
   * @param g dL/dy {@code [rows, width()]}, {@link #row} apart
   */
  public void assignGradient(int rows, float[] x, int xOffset, int xRow, float[] g) {
    Matrix transposedInputs = Matrix.rows(x, xOffset, xRow).transposed();
    Matrix gradients = Matrix.rows(g, 0, row());
    product.multiply(inputs, width, rows, transposedInputs, gradients, weight, zeros, false);
    Rows.sum(g, rows, row(), bias);
  }

  /**
   * dL/dx of the inputs from {@code first} on, padded with zeros.
   *
   * @param g dL/dy {@code [rows, width()]}, {@link #row} apart
   * @param into rows that lie {@code intoRow} apart, from {@code intoOffset} on
   */
  public void inputGradient(int rows, float[] g, float[] into, int intoOffset, int intoRow) {
    inputGradient(rows, g, 0, width, Matrix.rows(into, intoOffset, intoRow));
  }

  /**
   * As {@link #inputGradient} through one block alone.
   *
   * @param g dL/dy of the block, as of a layer with this block alone
   * @param into {@code [rows, gradientWidth()]}
   */
  public void blockInputGradient(int block, int rows, float[] g, float[] into) {
    int part = width / blocks;
    inputGradient(rows, g, block * part, part, Matrix.rows(into, 0, gradientWidth));
  }

  private void inputGradient(int rows, float[] g, int from, int outputWidth, Matrix into) {
    if (stale) {
      transpose();
    }
    Matrix gradients = Matrix.rows(g, 0, Layout.distance(outputWidth));
    Matrix weights = transposed.below(from);
    product.multiply(rows, gradientWidth, outputWidth, gradients, weights, into, zeros, false);
  }

  /** Numbers in a row of {@link #inputGradient}. */
  public int gradientWidth() {
    return gradientWidth;
  }
}
