package org.aihf.mujoco.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Eight rows by one vector of C, for what is left at the right of {@link Tile8x2}s. */
final class Tile8x1 {
  static final int ROWS = 8;

  private static final VectorSpecies<Float> SPECIES = Layout.SPECIES;
  private static final int LANES = SPECIES.length();

  private Tile8x1() {}

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
    FloatVector sum0 = FloatVector.fromArray(SPECIES, bias, j);
    FloatVector sum1 = sum0;
    FloatVector sum2 = sum0;
    FloatVector sum3 = sum0;
    FloatVector sum4 = sum0;
    FloatVector sum5 = sum0;
    FloatVector sum6 = sum0;
    FloatVector sum7 = sum0;
    int at = a.index(i, 0);
    int row = b.offset();
    // Here: a call behind the loop would save all sums and read them again.
    int to = c.index(i, j);
    for (int step = 0; step < k; step++) {
      FloatVector u = FloatVector.fromArray(SPECIES, weights, row);
      FloatVector x = FloatVector.broadcast(SPECIES, in[at]);
      sum0 = x.fma(u, sum0);
      x = FloatVector.broadcast(SPECIES, in[at + aRow]);
      sum1 = x.fma(u, sum1);
      x = FloatVector.broadcast(SPECIES, in[at + 2 * aRow]);
      sum2 = x.fma(u, sum2);
      x = FloatVector.broadcast(SPECIES, in[at + 3 * aRow]);
      sum3 = x.fma(u, sum3);
      x = FloatVector.broadcast(SPECIES, in[at + 4 * aRow]);
      sum4 = x.fma(u, sum4);
      x = FloatVector.broadcast(SPECIES, in[at + 5 * aRow]);
      sum5 = x.fma(u, sum5);
      x = FloatVector.broadcast(SPECIES, in[at + 6 * aRow]);
      sum6 = x.fma(u, sum6);
      x = FloatVector.broadcast(SPECIES, in[at + 7 * aRow]);
      sum7 = x.fma(u, sum7);
      at += aColumn;
      row += bRow;
    }
    if (rectify) {
      FloatVector zero = FloatVector.zero(SPECIES);
      sum0 = sum0.max(zero);
      sum1 = sum1.max(zero);
      sum2 = sum2.max(zero);
      sum3 = sum3.max(zero);
      sum4 = sum4.max(zero);
      sum5 = sum5.max(zero);
      sum6 = sum6.max(zero);
      sum7 = sum7.max(zero);
    }
    float[] out = c.values();
    sum0.intoArray(out, to);
    to += c.row();
    sum1.intoArray(out, to);
    to += c.row();
    sum2.intoArray(out, to);
    to += c.row();
    sum3.intoArray(out, to);
    to += c.row();
    sum4.intoArray(out, to);
    to += c.row();
    sum5.intoArray(out, to);
    to += c.row();
    sum6.intoArray(out, to);
    to += c.row();
    sum7.intoArray(out, to);
  }
}
