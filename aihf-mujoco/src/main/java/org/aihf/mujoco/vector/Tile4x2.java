package org.aihf.mujoco.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link Tile8x2}, for processors with 16 registers (AVX2): eight of them hold four rows of C.
 */
final class Tile4x2 {
  static final int ROWS = 4;

  private static final VectorSpecies<Float> SPECIES = Layout.SPECIES;
  private static final int LANES = SPECIES.length();

  private Tile4x2() {}

  /**
   * Overwrites a tile of C.
   *
   * @param k length of the sums
   * @param i first row of A and C
   * @param b its first column is the tile's
   * @param j first column of C
   */
  static void multiply(
      int k, Matrix a, int i, Matrix b, Matrix c, int j, float[] bias, boolean rectify) {
    float[] in = a.values();
    float[] weights = b.values();
    int aRow = a.row();
    int aColumn = a.column();
    int bRow = b.row();
    FloatVector left0 = FloatVector.fromArray(SPECIES, bias, j);
    FloatVector right0 = FloatVector.fromArray(SPECIES, bias, j + LANES);
    FloatVector left1 = left0;
    FloatVector right1 = right0;
    FloatVector left2 = left0;
    FloatVector right2 = right0;
    FloatVector left3 = left0;
    FloatVector right3 = right0;
    int at = a.index(i, 0);
    int row = b.offset();
    // Here: a call behind the loop would save all sums and read them again.
    int to = c.index(i, j);
    for (int step = 0; step < k; step++) {
      FloatVector u = FloatVector.fromArray(SPECIES, weights, row);
      FloatVector v = FloatVector.fromArray(SPECIES, weights, row + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, in[at]);
      left0 = x.fma(u, left0);
      right0 = x.fma(v, right0);
      x = FloatVector.broadcast(SPECIES, in[at + aRow]);
      left1 = x.fma(u, left1);
      right1 = x.fma(v, right1);
      x = FloatVector.broadcast(SPECIES, in[at + 2 * aRow]);
      left2 = x.fma(u, left2);
      right2 = x.fma(v, right2);
      x = FloatVector.broadcast(SPECIES, in[at + 3 * aRow]);
      left3 = x.fma(u, left3);
      right3 = x.fma(v, right3);
      at += aColumn;
      row += bRow;
    }
    if (rectify) {
      FloatVector zero = FloatVector.zero(SPECIES);
      left0 = left0.max(zero);
      right0 = right0.max(zero);
      left1 = left1.max(zero);
      right1 = right1.max(zero);
      left2 = left2.max(zero);
      right2 = right2.max(zero);
      left3 = left3.max(zero);
      right3 = right3.max(zero);
    }
    float[] out = c.values();
    left0.intoArray(out, to);
    right0.intoArray(out, to + LANES);
    to += c.row();
    left1.intoArray(out, to);
    right1.intoArray(out, to + LANES);
    to += c.row();
    left2.intoArray(out, to);
    right2.intoArray(out, to + LANES);
    to += c.row();
    left3.intoArray(out, to);
    right3.intoArray(out, to + LANES);
  }
}
