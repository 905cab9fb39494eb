package org.aihf.mujoco.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Where the numbers of a matrix are not zero: one bit each, in words of {@link #BITS} columns of a
 * row.
 */
final class NonZeros {
  /** Columns of a word. */
  static final int BITS = Long.SIZE;

  private static final VectorSpecies<Float> SPECIES = Layout.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, SPECIES.vectorShape());

  /** Number i has bit i alone. */
  private static final int[] BIT = new int[Integer.SIZE];

  static {
    for (int i = 0; i < BIT.length; i++) {
      BIT[i] = 1 << i;
    }
  }

  private long[] words = new long[0];
  private int[] low = new int[0];
  private int[] high = new int[0];

  /** Word {@code b * rows + i} has row i's columns from {@code b * BITS} on. */
  long[] words() {
    return words;
  }

  /**
   * Reads a matrix.
   *
   * @param rows at least a vector's numbers if the matrix is read transposed
   * @return how many numbers are not zero
   */
  long read(Matrix a, int rows, int columns) {
    int blocks = (columns + BITS - 1) / BITS;
    if (words.length < blocks * rows) {
      words = new long[blocks * rows];
    }
    if (low.length < rows) {
      low = new int[rows];
      high = new int[rows];
    }
    long count = 0;
    for (int block = 0; block < blocks; block++) {
      int from = block * BITS;
      int middle = Math.min(columns, from + Integer.SIZE);
      read(a, rows, from, middle, low);
      read(a, rows, middle, Math.min(columns, from + BITS), high);
      for (int i = 0, at = block * rows; i < rows; i++, at++) {
        words[at] = low[i] & 0xffff_ffffL | (long) high[i] << Integer.SIZE;
        count += Long.bitCount(words[at]);
      }
    }
    return count;
  }

  /** Bits of the columns from {@code from} to {@code to}, at most {@link Integer#SIZE}. */
  private static void read(Matrix a, int rows, int from, int to, int[] into) {
    if (a.column() == 1) {
      for (int i = 0; i < rows; i++) {
        into[i] = ofRow(a.values(), a.offset() + i * a.row() + from, to - from);
      }
    } else {
      for (int i = 0; i < rows; i += LANES) {
        // The last vector overlaps the one before it.
        int first = Math.min(i, rows - LANES);
        int at = a.offset() + first + from * a.column();
        ofColumns(a.values(), at, a.column(), to - from).intoArray(into, first);
      }
    }
  }

  /** Bits of numbers one after the other. */
  private static int ofRow(float[] values, int at, int count) {
    int bits = 0;
    if (count == Integer.SIZE) {
      IntVector set = IntVector.zero(INTS);
      for (int i = 0; i < Integer.SIZE; i += LANES) {
        VectorMask<Integer> mask = nonZero(values, at + i);
        set = set.lanewise(VectorOperators.OR, IntVector.fromArray(INTS, BIT, i), mask);
      }
      return set.reduceLanes(VectorOperators.OR);
    }
    for (int i = 0; i < count; i++) {
      bits |= values[at + i] == 0 ? 0 : BIT[i];
    }
    return bits;
  }

  /** A vector's columns: bits of numbers that lie {@code distance} apart. */
  private static IntVector ofColumns(float[] values, int at, int distance, int count) {
    IntVector set = IntVector.zero(INTS);
    for (int i = 0; i < count; i++) {
      VectorMask<Integer> mask = nonZero(values, at + i * distance);
      set = set.lanewise(VectorOperators.OR, BIT[i], mask);
    }
    return set;
  }

  private static VectorMask<Integer> nonZero(float[] values, int at) {
    FloatVector x = FloatVector.fromArray(SPECIES, values, at);
    return x.reinterpretAsInts().compare(VectorOperators.NE, 0);
  }
}
