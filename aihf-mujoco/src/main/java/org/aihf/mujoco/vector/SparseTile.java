package org.aihf.mujoco.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows of C, eight vectors wide, to which only those rows of B are added that a number other than
 * zero in A multiplies. Written out because only local variables become registers.
 *
 * <p>Every multiply-add reads a vector of B: as many as a processor can do at once if they come
 * from the first cache, whole lines ({@link CacheLines}). So B is a block of {@link NonZeros#BITS}
 * rows.
 */
final class SparseTile {
  private static final VectorSpecies<Float> SPECIES = Layout.SPECIES;
  private static final int LANES = SPECIES.length();

  /** Columns. */
  static final int WIDTH = 8 * LANES;

  /** Where the bias lies, below the block of B. */
  static final int BIAS = CacheLines.START + NonZeros.BITS * WIDTH;

  /** Where the sums begin, below the bias. */
  static final int SUMS = BIAS + WIDTH;

  private SparseTile() {}

  /**
   * Adds the products with a block of B to the sums.
   *
   * @param a whose first column meets the block's first row
   * @param words which of A's columns are not zero: row i's at {@code word + i}
   * @param near the block {@code [BITS, WIDTH]} from {@link CacheLines#START} on, below it the bias
   *     and the sums {@code [rows, WIDTH]}
   * @param first whether the sums start from the bias
   */
  static void multiply(int rows, Matrix a, long[] words, int word, float[] near, boolean first) {
    float[] in = a.values();
    int row = a.row();
    int column = a.column();
    int at = a.offset();
    int to = SUMS;
    for (int i = 0; i < rows; i++) {
      add(in, at, column, words[word + i], near, first ? BIAS : to, to);
      at += row;
      to += WIDTH;
    }
  }

  /** One row: in a method of its own the compiler has registers enough. */
  private static void add(
      float[] in, int at, int column, long word, float[] near, int from, int to) {
    long bits = word;
    FloatVector sum0 = FloatVector.fromArray(SPECIES, near, from);
    FloatVector sum1 = FloatVector.fromArray(SPECIES, near, from + LANES);
    FloatVector sum2 = FloatVector.fromArray(SPECIES, near, from + 2 * LANES);
    FloatVector sum3 = FloatVector.fromArray(SPECIES, near, from + 3 * LANES);
    FloatVector sum4 = FloatVector.fromArray(SPECIES, near, from + 4 * LANES);
    FloatVector sum5 = FloatVector.fromArray(SPECIES, near, from + 5 * LANES);
    FloatVector sum6 = FloatVector.fromArray(SPECIES, near, from + 6 * LANES);
    FloatVector sum7 = FloatVector.fromArray(SPECIES, near, from + 7 * LANES);
    // The masks change nothing; they tell the compiler that the loop is short and its reads near.
    int left = Long.bitCount(bits) & (2 * NonZeros.BITS - 1);
    for (; left > 0; left--) {
      int step = Long.numberOfTrailingZeros(bits) & (NonZeros.BITS - 1);
      bits &= bits - 1;
      int line = CacheLines.START + step * WIDTH;
      FloatVector x = FloatVector.broadcast(SPECIES, in[at + step * column]);
      sum0 = x.fma(FloatVector.fromArray(SPECIES, near, line), sum0);
      sum1 = x.fma(FloatVector.fromArray(SPECIES, near, line + LANES), sum1);
      sum2 = x.fma(FloatVector.fromArray(SPECIES, near, line + 2 * LANES), sum2);
      sum3 = x.fma(FloatVector.fromArray(SPECIES, near, line + 3 * LANES), sum3);
      sum4 = x.fma(FloatVector.fromArray(SPECIES, near, line + 4 * LANES), sum4);
      sum5 = x.fma(FloatVector.fromArray(SPECIES, near, line + 5 * LANES), sum5);
      sum6 = x.fma(FloatVector.fromArray(SPECIES, near, line + 6 * LANES), sum6);
      sum7 = x.fma(FloatVector.fromArray(SPECIES, near, line + 7 * LANES), sum7);
    }
    sum0.intoArray(near, to);
    sum1.intoArray(near, to + LANES);
    sum2.intoArray(near, to + 2 * LANES);
    sum3.intoArray(near, to + 3 * LANES);
    sum4.intoArray(near, to + 4 * LANES);
    sum5.intoArray(near, to + 5 * LANES);
    sum6.intoArray(near, to + 6 * LANES);
    sum7.intoArray(near, to + 7 * LANES);
  }
}
