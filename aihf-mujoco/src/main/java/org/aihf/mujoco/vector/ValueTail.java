package org.aihf.mujoco.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The end of a critic: a rectified layer and one value of it, h = max(0, x W + b), v = h · w + c.
 * Also its gradient or moment.
 *
 * <p>dL/dv is one number e a row, so dL/d(x W + b) is e w where h is positive: what comes before it
 * is a {@link Selection} of the rows of W transposed, and its own gradient, transposed, one of the
 * rows of x. Optimisers therefore work on W transposed.
 */
public final class ValueTail {
  private static final VectorSpecies<Float> SPECIES = Layout.SPECIES;
  private static final int LANES = SPECIES.length();

  private final int inputs;
  private final int width;
  private final LinearLayer layer;
  private final ValueHead head;

  /** {@code [width, padded(inputs)]} in panels. */
  private final Matrix transposed;

  private final Selection selection = new Selection();
  private final Transposition transposition = new Transposition();
  private final int[] units;

  /** Whether the layer has yet to follow W transposed. */
  private boolean stale;

  /** Whether W transposed has yet to follow the layer. */
  private boolean layerLeads;

  /** Zeros. */
  public ValueTail(int inputs, int outputs) {
    this.inputs = inputs;
    layer = new LinearLayer(inputs, outputs, 1, inputs);
    head = new ValueHead(outputs);
    width = layer.width();
    transposed = Matrix.panels(new float[Layout.inPanels(width, Layout.padded(inputs))], width);
    units = IntStream.range(0, width).toArray();
  }

  /** How far apart rows of h lie. */
  public int row() {
    return layer.row();
  }

  /** Takes PyTorch's arrays: weight {@code [outputs, inputs]} and bias; the head's. */
  public void load(float[] weights, float[] biases, float[] headWeights, float[] headBiases) {
    layer.load(weights, biases);
    head.load(headWeights, headBiases);
    layerLeads = true;
    followLayer();
    stale = false;
  }

  /** The layer's weight as PyTorch has it: {@code [outputs, inputs]}. */
  public float[] weights() {
    if (!layerLeads) {
      stale = true;
      followTransposed();
    }
    return layer.weights();
  }

  /** The layer's bias as PyTorch has it. */
  public float[] biases() {
    return layer.biases();
  }

  /** The head as PyTorch has it. */
  public ValueHead head() {
    return head;
  }

  /** The numbers themselves, for optimisers; who changes them calls {@link #changed}. */
  public List<float[]> arrays() {
    return arrays(transposed.values());
  }

  private List<float[]> arrays(float[] weights) {
    List<float[]> arrays = new ArrayList<>();
    arrays.add(weights);
    arrays.add(layer.bias());
    arrays.addAll(head.arrays());
    return arrays;
  }

  /** Tells that an optimiser has changed the numbers. */
  public void changed() {
    stale = true;
  }

  private void followTransposed() {
    if (stale) {
      transposition.copy(transposed, 0, width, inputs, layer.weight());
      layer.changed();
      stale = false;
    }
  }

  private void followLayer() {
    if (layerLeads) {
      transposition.copy(layer.weight(), 0, inputs, width, transposed);
      layerLeads = false;
    }
  }

  /** Moves a little towards another. */
  public void approach(ValueTail source, float rate) {
    source.followTransposed();
    followTransposed();
    List<float[]> target = arrays(layer.weight().values());
    List<float[]> towards = source.arrays(source.layer.weight().values());
    for (int i = 0; i < target.size(); i++) {
      Rows.approach(target.get(i), towards.get(i), rate);
    }
    layer.changed();
    layerLeads = true;
  }

  /**
   * The values of some rows.
   *
   * @param x rows that lie {@code xRow} apart, from {@code xOffset} on
   * @param h becomes the rectified layer {@code [rows, width]}, {@link #row} apart
   */
  public void apply(int rows, float[] x, int xOffset, int xRow, float[] h, float[] values) {
    followTransposed();
    layer.applyRectified(rows, x, xOffset, xRow, h);
    head.apply(rows, h, values);
  }

  /**
   * dL/dx of chosen rows before x was rectified: 0 where x is.
   *
   * @param h and {@code x}: of all rows, as {@link #apply} left them
   * @param errors dL/dv of all rows
   * @param into rows that lie {@code intoRow} apart, from {@code intoOffset} on
   */
  public void rectifiedInputGradient(
      int[] chosen,
      int count,
      float[] h,
      float[] errors,
      float[] x,
      int xOffset,
      int xRow,
      float[] into,
      int intoOffset,
      int intoRow) {
    followLayer();
    Matrix units = Matrix.rows(h, 0, row());
    Matrix gate = Matrix.rows(x, xOffset, xRow);
    Matrix result = Matrix.rows(into, intoOffset, intoRow);
    int n = Layout.padded(inputs);
    selection.multiply(
        n, width, units, chosen, count, head.weight(), transposed, errors, gate, result);
  }

  /**
   * Fills {@code gradient}.
   *
   * @param h and {@code x}: as {@link #apply} left them
   * @param errors dL/dv of every row
   */
  public void gradient(
      int rows, float[] x, int xOffset, int xRow, float[] h, float[] errors, ValueTail gradient) {
    Matrix active = Matrix.rows(h, 0, row()).transposed();
    Matrix input = Matrix.rows(x, xOffset, xRow);
    float[] w = head.weight();
    int n = Layout.padded(inputs);
    selection.multiply(n, rows, active, units, width, errors, input, w, null, gradient.transposed);
    biasGradient(rows, h, errors, gradient.layer.bias());
    gradient.head.assignGradient(rows, h, errors);
  }

  private void biasGradient(int rows, float[] h, float[] errors, float[] bias) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int j = 0; j < width; j += LANES) {
      FloatVector sum = zero;
      for (int i = 0; i < rows; i++) {
        VectorMask<Float> off =
            FloatVector.fromArray(SPECIES, h, i * row() + j).compare(VectorOperators.LE, zero);
        sum = sum.add(FloatVector.broadcast(SPECIES, errors[i]).blend(zero, off));
      }
      sum.mul(FloatVector.fromArray(SPECIES, head.weight(), j)).intoArray(bias, j);
    }
  }
}
