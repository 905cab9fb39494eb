package org.aihf.mujoco.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows of C, eight vectors wide, to which only those rows of B are added that a number other than
 * zero in A multiplies. Written out because only local variables become registers.
 *
 * <p>Every multiply-add reads a vector of B: as many as a processor can do at once if they come
 * from the first cache, whole lines ({@link NearBlock}).
 */
final class SparseTile {
  private static final VectorSpecies<Float> SPECIES = Layout.SPECIES;
  private static final int LANES = SPECIES.length();

  private static final int WIDTH = NearBlock.WIDTH;

  private SparseTile() {}

  /**
   * Adds the products with a block of B to what {@code near} has, the bias or sums.
   *
   * @param a whose first column meets the block's first row
   * @param words which of A's columns are not zero: row i's at {@code word + i}
   * @param near of a {@link NearBlock}
   * @param first whether the sums start from the bias
   * @param c where they go: the sums in {@code near} or, at last, C
   * @param rectify whether to put max(0, ·) there
   */
  static void multiply(
      int rows,
      Matrix a,
      long[] words,
      int word,
      float[] near,
      boolean first,
      Matrix c,
      boolean rectify) {
    int at = a.offset();
    int from = first ? NearBlock.BIAS : NearBlock.SUMS;
    int next = first ? 0 : WIDTH;
    int to = c.offset();
    for (int i = 0; i < rows; i++) {
      long bits = words[word + i];
      add(a.values(), at, a.column(), bits, near, from, c.values(), to, c.panel(), rectify);
      at += a.row();
      from += next;
      to += c.row();
    }
  }

  /** One row: in a method of its own the compiler has registers enough. */
  private static void add(
      float[] in,
      int at,
      int column,
      long word,
      float[] near,
      int from,
      float[] out,
      int to,
      int panel,
      boolean rectify) {
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
    int place = to;
    sum0.intoArray(out, place);
    sum1.intoArray(out, place + LANES);
    place += panel;
    sum2.intoArray(out, place);
    sum3.intoArray(out, place + LANES);
    place += panel;
    sum4.intoArray(out, place);
    sum5.intoArray(out, place + LANES);
    place += panel;
    sum6.intoArray(out, place);
    sum7.intoArray(out, place + LANES);
  }
}
