package org.aihf.mujoco.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Eight rows by two vectors of C, in 16 of a processor's 32 registers while the sums run (AVX-512,
 * NEON). Written out because only local variables become registers; with more than 20 of them the
 * compiler begins to spill, depending on the garbage collector.
 */
final class Tile8x2 {
  static final int ROWS = 8;

  private static final VectorSpecies<Float> SPECIES = Layout.SPECIES;
  private static final int LANES = SPECIES.length();

  private Tile8x2() {}

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
    FloatVector left4 = left0;
    FloatVector right4 = right0;
    FloatVector left5 = left0;
    FloatVector right5 = right0;
    FloatVector left6 = left0;
    FloatVector right6 = right0;
    FloatVector left7 = left0;
    FloatVector right7 = right0;
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
      x = FloatVector.broadcast(SPECIES, in[at + 4 * aRow]);
      left4 = x.fma(u, left4);
      right4 = x.fma(v, right4);
      x = FloatVector.broadcast(SPECIES, in[at + 5 * aRow]);
      left5 = x.fma(u, left5);
      right5 = x.fma(v, right5);
      x = FloatVector.broadcast(SPECIES, in[at + 6 * aRow]);
      left6 = x.fma(u, left6);
      right6 = x.fma(v, right6);
      x = FloatVector.broadcast(SPECIES, in[at + 7 * aRow]);
      left7 = x.fma(u, left7);
      right7 = x.fma(v, right7);
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
      left4 = left4.max(zero);
      right4 = right4.max(zero);
      left5 = left5.max(zero);
      right5 = right5.max(zero);
      left6 = left6.max(zero);
      right6 = right6.max(zero);
      left7 = left7.max(zero);
      right7 = right7.max(zero);
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
    to += c.row();
    left4.intoArray(out, to);
    right4.intoArray(out, to + LANES);
    to += c.row();
    left5.intoArray(out, to);
    right5.intoArray(out, to + LANES);
    to += c.row();
    left6.intoArray(out, to);
    right6.intoArray(out, to + LANES);
    to += c.row();
    left7.intoArray(out, to);
    right7.intoArray(out, to + LANES);
  }
}
