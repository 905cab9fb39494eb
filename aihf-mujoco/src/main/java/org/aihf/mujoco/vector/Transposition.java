package org.aihf.mujoco.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies a matrix to its transpose.
 *
 * <p>Squares of 16 by 16 change places within registers where vectors have 16 numbers: the halves
 * of rows eight apart, then quarters of rows four apart, and so on. Elsewhere number by number.
 */
final class Transposition {
  private static final VectorSpecies<Float> SPECIES = Layout.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final int SIDE = 16;

  /** Columns that lie in one panel. */
  private static final int BLOCK = Math.min(SIDE, Layout.PANEL);

  private static final VectorShuffle<Float> APART8 = apart(8);
  private static final VectorShuffle<Float> APART4 = apart(4);
  private static final VectorShuffle<Float> APART2 = apart(2);
  private static final VectorShuffle<Float> APART1 = apart(1);
  private static final VectorMask<Float> HIGH8 = high(8);
  private static final VectorMask<Float> HIGH4 = high(4);
  private static final VectorMask<Float> HIGH2 = high(2);
  private static final VectorMask<Float> HIGH1 = high(1);
  private static final VectorMask<Float> LOW8 = HIGH8.not();
  private static final VectorMask<Float> LOW4 = HIGH4.not();
  private static final VectorMask<Float> LOW2 = HIGH2.not();
  private static final VectorMask<Float> LOW1 = HIGH1.not();

  private final float[] square = new float[SIDE * SIDE];

  private static VectorShuffle<Float> apart(int distance) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ distance) % LANES);
  }

  private static VectorMask<Float> high(int distance) {
    boolean[] bits = new boolean[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      bits[lane] = (lane & distance) != 0;
    }
    return VectorMask.fromArray(SPECIES, bits, 0);
  }

  /** Number (j, i − first) of {@code to} becomes number (i, j) of {@code from}. */
  void copy(Matrix from, int first, int rows, int columns, Matrix to) {
    for (int i = first; i < rows; i += SIDE) {
      int height = Math.min(SIDE, rows - i);
      for (int j = 0; j < columns; j += BLOCK) {
        int width = Math.min(BLOCK, columns - j);
        if (LANES == SIDE && height == SIDE && width == SIDE) {
          copySquare(from, i, j, to, j, i - first);
        } else {
          copyNumbers(from, i, j, height, width, to, i - first);
        }
      }
    }
  }

  private static void copyNumbers(
      Matrix from, int i, int j, int rows, int columns, Matrix to, int toColumn) {
    for (int row = 0; row < rows; row++) {
      int source = from.index(i + row, j);
      int target = to.index(j, toColumn + row);
      for (int column = 0; column < columns; column++, target += to.row()) {
        to.values()[target] = from.values()[source + column];
      }
    }
  }

  private void copySquare(Matrix from, int i, int j, Matrix to, int toRow, int toColumn) {
    int at = from.index(i, j);
    int row = from.row();
    for (int q = 0; q < SIDE / 4; q++, at += row) {
      FloatVector a = FloatVector.fromArray(SPECIES, from.values(), at);
      FloatVector b = FloatVector.fromArray(SPECIES, from.values(), at + 4 * row);
      FloatVector c = FloatVector.fromArray(SPECIES, from.values(), at + 8 * row);
      FloatVector d = FloatVector.fromArray(SPECIES, from.values(), at + 12 * row);
      FloatVector a8 = a.blend(c.rearrange(APART8), HIGH8);
      FloatVector b8 = b.blend(d.rearrange(APART8), HIGH8);
      FloatVector c8 = c.blend(a.rearrange(APART8), LOW8);
      FloatVector d8 = d.blend(b.rearrange(APART8), LOW8);
      int into = q * SIDE;
      a8.blend(b8.rearrange(APART4), HIGH4).intoArray(square, into);
      b8.blend(a8.rearrange(APART4), LOW4).intoArray(square, into + 4 * SIDE);
      c8.blend(d8.rearrange(APART4), HIGH4).intoArray(square, into + 8 * SIDE);
      d8.blend(c8.rearrange(APART4), LOW4).intoArray(square, into + 12 * SIDE);
    }
    int into = to.index(toRow, toColumn);
    for (int q = 0; q < SIDE; q += 4) {
      FloatVector a = FloatVector.fromArray(SPECIES, square, q * SIDE);
      FloatVector b = FloatVector.fromArray(SPECIES, square, (q + 1) * SIDE);
      FloatVector c = FloatVector.fromArray(SPECIES, square, (q + 2) * SIDE);
      FloatVector d = FloatVector.fromArray(SPECIES, square, (q + 3) * SIDE);
      FloatVector a2 = a.blend(c.rearrange(APART2), HIGH2);
      FloatVector b2 = b.blend(d.rearrange(APART2), HIGH2);
      FloatVector c2 = c.blend(a.rearrange(APART2), LOW2);
      FloatVector d2 = d.blend(b.rearrange(APART2), LOW2);
      a2.blend(b2.rearrange(APART1), HIGH1).intoArray(to.values(), into);
      into += to.row();
      b2.blend(a2.rearrange(APART1), LOW1).intoArray(to.values(), into);
      into += to.row();
      c2.blend(d2.rearrange(APART1), HIGH1).intoArray(to.values(), into);
      into += to.row();
      d2.blend(c2.rearrange(APART1), LOW1).intoArray(to.values(), into);
      into += to.row();
    }
  }
}
