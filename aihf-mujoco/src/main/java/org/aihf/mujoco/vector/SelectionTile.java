package org.aihf.mujoco.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums, eight vectors wide, of the rows of a {@link NearBlock} that bits select. Written out
 * because only local variables become registers.
 */
final class SelectionTile {
  private static final VectorSpecies<Float> SPECIES = Layout.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final int WIDTH = NearBlock.WIDTH;

  private SelectionTile() {}

  /**
   * Adds to the sums.
   *
   * @param words which of the block's rows: sum i's at {@code word + i}
   * @param near of a {@link NearBlock}
   */
  static void add(int rows, long[] words, int word, float[] near) {
    int to = NearBlock.SUMS;
    for (int i = 0; i < rows; i++) {
      long bits = words[word + i];
      FloatVector sum0 = FloatVector.fromArray(SPECIES, near, to);
      FloatVector sum1 = FloatVector.fromArray(SPECIES, near, to + LANES);
      FloatVector sum2 = FloatVector.fromArray(SPECIES, near, to + 2 * LANES);
      FloatVector sum3 = FloatVector.fromArray(SPECIES, near, to + 3 * LANES);
      FloatVector sum4 = FloatVector.fromArray(SPECIES, near, to + 4 * LANES);
      FloatVector sum5 = FloatVector.fromArray(SPECIES, near, to + 5 * LANES);
      FloatVector sum6 = FloatVector.fromArray(SPECIES, near, to + 6 * LANES);
      FloatVector sum7 = FloatVector.fromArray(SPECIES, near, to + 7 * LANES);
      // The masks change nothing; they tell the compiler that the loop is short and its reads near.
      int left = Long.bitCount(bits) & (2 * NonZeros.BITS - 1);
      for (; left > 0; left--) {
        int step = Long.numberOfTrailingZeros(bits) & (NonZeros.BITS - 1);
        bits &= bits - 1;
        int line = CacheLines.START + step * WIDTH;
        sum0 = FloatVector.fromArray(SPECIES, near, line).add(sum0);
        sum1 = FloatVector.fromArray(SPECIES, near, line + LANES).add(sum1);
        sum2 = FloatVector.fromArray(SPECIES, near, line + 2 * LANES).add(sum2);
        sum3 = FloatVector.fromArray(SPECIES, near, line + 3 * LANES).add(sum3);
        sum4 = FloatVector.fromArray(SPECIES, near, line + 4 * LANES).add(sum4);
        sum5 = FloatVector.fromArray(SPECIES, near, line + 5 * LANES).add(sum5);
        sum6 = FloatVector.fromArray(SPECIES, near, line + 6 * LANES).add(sum6);
        sum7 = FloatVector.fromArray(SPECIES, near, line + 7 * LANES).add(sum7);
      }
      sum0.intoArray(near, to);
      sum1.intoArray(near, to + LANES);
      sum2.intoArray(near, to + 2 * LANES);
      sum3.intoArray(near, to + 3 * LANES);
      sum4.intoArray(near, to + 4 * LANES);
      sum5.intoArray(near, to + 5 * LANES);
      sum6.intoArray(near, to + 6 * LANES);
      sum7.intoArray(near, to + 7 * LANES);
      to += WIDTH;
    }
  }
}
