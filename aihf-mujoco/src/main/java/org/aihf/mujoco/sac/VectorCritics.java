package org.aihf.mujoco.sac;

import java.util.ArrayList;
import java.util.List;
import org.aihf.mujoco.vector.LinearLayer;
import org.aihf.mujoco.vector.Rows;
import org.aihf.mujoco.vector.ValueHead;
import org.aihf.torch.ParameterSet;

/** Twin critics, their first layers side by side; or a gradient or moment of them. */
final class VectorCritics implements VectorNetwork {
  private static final String[] TWINS = {"a", "b"};

  private final int inputs;
  private final LinearLayer first;
  private final LinearLayer[] second = new LinearLayer[TWINS.length];
  private final ValueHead[] head = new ValueHead[TWINS.length];
  private final List<float[]> arrays = new ArrayList<>();

  VectorCritics(int observationSize, int actionSize, int hiddenSize) {
    inputs = observationSize + actionSize;
    first = new LinearLayer(inputs, hiddenSize, TWINS.length, observationSize);
    arrays.addAll(first.arrays());
    for (int twin = 0; twin < TWINS.length; twin++) {
      second[twin] = new LinearLayer(hiddenSize, hiddenSize, 1, 0);
      head[twin] = new ValueHead(hiddenSize);
      arrays.addAll(second[twin].arrays());
      arrays.addAll(head[twin].arrays());
    }
  }

  @Override
  public void load(ParameterSet set) {
    first.load(set.values("w1"), set.values("b1"));
    for (int twin = 0; twin < TWINS.length; twin++) {
      String name = TWINS[twin];
      second[twin].load(set.values("w2" + name), set.values("b2" + name));
      head[twin].load(set.values("w3" + name), set.values("b3" + name));
    }
  }

  @Override
  public void store(ParameterSet set) {
    set.set("w1", first.weights());
    set.set("b1", first.biases());
    for (int twin = 0; twin < TWINS.length; twin++) {
      String name = TWINS[twin];
      set.set("w2" + name, second[twin].weights());
      set.set("b2" + name, second[twin].biases());
      set.set("w3" + name, head[twin].weights());
      set.set("b3" + name, head[twin].biases());
    }
  }

  @Override
  public List<float[]> arrays() {
    return arrays;
  }

  @Override
  public void changed() {
    first.changed();
    for (LinearLayer layer : second) {
      layer.changed();
    }
  }

  /** Room for what {@link #apply} computes of {@code rows} pairs. */
  Activations activations(int rows) {
    int room = Math.max(second[0].width(), actionGradientWidth());
    return new Activations(
        new float[rows * first.width()],
        new float[TWINS.length][rows * room],
        new float[TWINS.length][rows]);
  }

  /**
   * @param pairs observation and action {@code [rows, S + A]}
   */
  void apply(int rows, float[] pairs, Activations z) {
    first.applyRectified(rows, pairs, 0, inputs, z.first);
    for (int twin = 0; twin < TWINS.length; twin++) {
      second[twin].applyRectified(rows, z.first, offset(twin), first.width(), z.second[twin]);
      head[twin].apply(rows, z.second[twin], z.values[twin]);
    }
  }

  /** Where a twin's part of a row of the first layer begins. */
  private int offset(int twin) {
    return twin * second[0].width();
  }

  /** Fills {@code gradient} from dL/dQ in {@code g.values}; the rest of {@code g} is room. */
  void gradient(int rows, float[] pairs, Activations z, Activations g, VectorCritics gradient) {
    for (int twin = 0; twin < TWINS.length; twin++) {
      int offset = offset(twin);
      head[twin].rectifiedInputGradient(rows, g.values[twin], z.second[twin], g.second[twin]);
      second[twin].inputGradient(rows, g.second[twin], g.first, offset, first.width());
      gradient.head[twin].assignGradient(rows, z.second[twin], g.values[twin]);
      gradient.second[twin].assignGradient(rows, z.first, offset, first.width(), g.second[twin]);
    }
    Rows.mask(g.first, z.first, rows, first.width());
    gradient.first.assignGradient(rows, pairs, 0, inputs, g.first);
  }

  /**
   * d min(Qa, Qb) / da, through the lesser critic of each row alone.
   *
   * @param g room
   * @param into {@code [rows, actionGradientWidth()]}
   */
  void actionGradient(int rows, Activations z, Activations g, float[] into) {
    int width = second[0].width();
    int[] chosen = new int[rows];
    for (int twin = 0; twin < TWINS.length; twin++) {
      int count = 0;
      for (int i = 0; i < rows; i++) {
        if (z.values[0][i] <= z.values[1][i] == (twin == 0)) {
          chosen[count++] = i;
        }
      }
      head[twin].rectifiedInputGradient(chosen, count, z.second[twin], g.second[twin]);
      second[twin].inputGradient(count, g.second[twin], g.first, 0, width);
      Rows.mask(g.first, chosen, count, width, z.first, offset(twin), first.width());
      first.blockInputGradient(twin, count, g.first, g.second[twin]);
      Rows.scatter(g.second[twin], chosen, count, actionGradientWidth(), into);
    }
  }

  int actionGradientWidth() {
    return first.gradientWidth();
  }

  /** Moves a little towards other critics. */
  void approach(VectorCritics source, double rate) {
    for (int i = 0; i < arrays.size(); i++) {
      Rows.approach(arrays.get(i), source.arrays.get(i), (float) rate);
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
