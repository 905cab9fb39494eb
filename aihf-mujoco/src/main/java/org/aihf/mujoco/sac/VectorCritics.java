package org.aihf.mujoco.sac;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.aihf.mujoco.vector.LinearLayer;
import org.aihf.mujoco.vector.Rows;
import org.aihf.mujoco.vector.ValueTail;
import org.aihf.torch.ParameterSet;

/** Twin critics, their first layers side by side; or a gradient or moment of them. */
final class VectorCritics implements VectorNetwork {
  private static final String[] TWINS = {"a", "b"};

  private final int inputs;
  private final LinearLayer first;
  private final ValueTail[] tail = new ValueTail[TWINS.length];
  private final List<float[]> arrays = new ArrayList<>();

  VectorCritics(int observationSize, int actionSize, int hiddenSize) {
    inputs = observationSize + actionSize;
    first = new LinearLayer(inputs, hiddenSize, TWINS.length, observationSize);
    arrays.addAll(first.arrays());
    for (int twin = 0; twin < TWINS.length; twin++) {
      tail[twin] = new ValueTail(hiddenSize, hiddenSize);
      arrays.addAll(tail[twin].arrays());
    }
  }

  @Override
  public void load(ParameterSet set) {
    first.load(set.values("w1"), set.values("b1"));
    for (int twin = 0; twin < TWINS.length; twin++) {
      String name = TWINS[twin];
      tail[twin].load(
          set.values("w2" + name),
          set.values("b2" + name),
          set.values("w3" + name),
          set.values("b3" + name));
    }
  }

  @Override
  public void store(ParameterSet set) {
    set.set("w1", first.weights());
    set.set("b1", first.biases());
    for (int twin = 0; twin < TWINS.length; twin++) {
      String name = TWINS[twin];
      set.set("w2" + name, tail[twin].weights());
      set.set("b2" + name, tail[twin].biases());
      set.set("w3" + name, tail[twin].head().weights());
      set.set("b3" + name, tail[twin].head().biases());
    }
  }

  @Override
  public List<float[]> arrays() {
    return arrays;
  }

  @Override
  public void changed() {
    first.changed();
    for (ValueTail one : tail) {
      one.changed();
    }
  }

  /** Room for what {@link #apply} computes of {@code rows} pairs. */
  Activations activations(int rows) {
    int room = Math.max(tail[0].row(), actionGradientWidth());
    return new Activations(
        new float[rows * first.row()],
        new float[TWINS.length][rows * room],
        new float[TWINS.length][rows]);
  }

  /**
   * @param pairs observation and action {@code [rows, S + A]}
   */
  void apply(int rows, float[] pairs, Activations z) {
    first.applyRectified(rows, pairs, 0, inputs, z.first);
    for (int twin = 0; twin < TWINS.length; twin++) {
      tail[twin].apply(rows, z.first, offset(twin), first.row(), z.second[twin], z.values[twin]);
    }
  }

  /** Where a twin's part of a row of the first layer begins. */
  private int offset(int twin) {
    return twin * (first.width() / TWINS.length);
  }

  /** Fills {@code gradient} from dL/dQ in {@code g.values}; the rest of {@code g} is room. */
  void gradient(int rows, float[] pairs, Activations z, Activations g, VectorCritics gradient) {
    int[] all = IntStream.range(0, rows).toArray();
    int row = first.row();
    for (int twin = 0; twin < TWINS.length; twin++) {
      int offset = offset(twin);
      float[] h = z.second[twin];
      float[] errors = g.values[twin];
      tail[twin].rectifiedInputGradient(
          all, rows, h, errors, z.first, offset, row, g.first, offset, row);
      tail[twin].gradient(rows, z.first, offset, row, h, errors, gradient.tail[twin]);
    }
    gradient.first.assignGradient(rows, pairs, 0, inputs, g.first);
  }

  /**
   * d min(Qa, Qb) / da, through the lesser critic of each row alone.
   *
   * @param g room
   * @param into {@code [rows, actionGradientWidth()]}
   */
  void actionGradient(int rows, Activations z, Activations g, float[] into) {
    int row = tail[0].row();
    int[] chosen = new int[rows];
    float[] ones = new float[rows];
    Arrays.fill(ones, 1);
    for (int twin = 0; twin < TWINS.length; twin++) {
      int count = 0;
      for (int i = 0; i < rows; i++) {
        if (z.values[0][i] <= z.values[1][i] == (twin == 0)) {
          chosen[count++] = i;
        }
      }
      tail[twin].rectifiedInputGradient(
          chosen, count, z.second[twin], ones, z.first, offset(twin), first.row(), g.first, 0, row);
      first.blockInputGradient(twin, count, g.first, g.second[twin]);
      Rows.scatter(g.second[twin], chosen, count, actionGradientWidth(), into);
    }
  }

  int actionGradientWidth() {
    return first.gradientWidth();
  }

  /** Moves a little towards other critics. */
  void approach(VectorCritics source, double rate) {
    List<float[]> own = first.arrays();
    List<float[]> towards = source.first.arrays();
    for (int i = 0; i < own.size(); i++) {
      Rows.approach(own.get(i), towards.get(i), (float) rate);
    }
    for (int twin = 0; twin < TWINS.length; twin++) {
      tail[twin].approach(source.tail[twin], (float) rate);
    }
  }

  /**
   * Outputs of the layers and both values, or gradients with respect to them.
   *
   * @param first both critics' hidden layers side by side
   * @param second by critic
   * @param values by critic
   */
  record Activations(float[] first, float[][] second, float[][] values) {}
}
