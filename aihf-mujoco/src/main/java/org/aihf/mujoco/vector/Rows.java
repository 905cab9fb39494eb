package org.aihf.mujoco.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** What is done to rows of activations between products; rows are whole vectors. */
public final class Rows {
  private static final VectorSpecies<Float> SPECIES = Layout.SPECIES;
  private static final int LANES = SPECIES.length();

  private Rows() {}

  /**
   * Zeroes a gradient where the rectified activation is zero; rows of both lie {@code row} apart.
   */
  public static void mask(float[] gradient, float[] activation, int rows, int row) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int at = 0; at < rows * row; at += LANES) {
      VectorMask<Float> off =
          FloatVector.fromArray(SPECIES, activation, at).compare(VectorOperators.LE, zero);
      FloatVector.fromArray(SPECIES, gradient, at).blend(zero, off).intoArray(gradient, at);
    }
  }

  /**
   * Zeroes gradients of some rows where their activations are zero.
   *
   * @param gradient {@code [count, width]}
   * @param activation of all rows, which lie {@code row} apart from {@code offset} on
   */
  public static void mask(
      float[] gradient,
      int[] chosen,
      int count,
      int width,
      float[] activation,
      int offset,
      int row) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int i = 0; i < count; i++) {
      int from = offset + chosen[i] * row;
      int to = i * width;
      for (int j = 0; j < width; j += LANES) {
        VectorMask<Float> off =
            FloatVector.fromArray(SPECIES, activation, from + j).compare(VectorOperators.LE, zero);
        FloatVector.fromArray(SPECIES, gradient, to + j)
            .blend(zero, off)
            .intoArray(gradient, to + j);
      }
    }
  }

  /** Copies rows to the places that {@code chosen} gives them. */
  public static void scatter(float[] rows, int[] chosen, int count, int width, float[] into) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(rows, i * width, into, chosen[i] * width, width);
    }
  }

  /** Sums the rows: those of even place, those of odd place, both. */
  static void sum(float[] x, int rows, int row, float[] into) {
    int width = into.length;
    float[] even = new float[width];
    float[] odd = new float[width];
    for (int i = 0; i < rows; i++) {
      add(x, i * row, i % 2 == 0 ? even : odd);
    }
    for (int j = 0; j < width; j += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, even, j);
      sum.add(FloatVector.fromArray(SPECIES, odd, j)).intoArray(into, j);
    }
  }

  private static void add(float[] x, int at, float[] into) {
    for (int j = 0; j < into.length; j += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, into, j);
      sum.add(FloatVector.fromArray(SPECIES, x, at + j)).intoArray(into, j);
    }
  }

  /** target += rate (source − target). */
  public static void approach(float[] target, float[] source, float rate) {
    FloatVector step = FloatVector.broadcast(SPECIES, rate);
    for (int at = 0; at < target.length; at += LANES) {
      FloatVector t = FloatVector.fromArray(SPECIES, target, at);
      FloatVector s = FloatVector.fromArray(SPECIES, source, at);
      step.fma(s.sub(t), t).intoArray(target, at);
    }
  }
}
