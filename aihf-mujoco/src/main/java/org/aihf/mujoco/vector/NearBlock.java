package org.aihf.mujoco.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * What tiles read at every step, within the first cache and in whole lines ({@link CacheLines}):
 * some rows of B, eight vectors wide; below them a bias and the sums of C's rows.
 */
final class NearBlock {
  private static final VectorSpecies<Float> SPECIES = Layout.SPECIES;
  private static final int LANES = SPECIES.length();

  /** Columns. */
  static final int WIDTH = 8 * LANES;

  /** Rows of B, at most. */
  static final int ROWS = NonZeros.BITS;

  /** Where the bias lies, below B. */
  static final int BIAS = CacheLines.START + ROWS * WIDTH;

  /** Where the sums begin, below the bias. */
  static final int SUMS = BIAS + WIDTH;

  /** One a thread: too large for one a layer, and at its best if it stays in the caches. */
  private static final ThreadLocal<NearBlock> OF_THREAD = ThreadLocal.withInitial(NearBlock::new);

  private float[] values = new float[0];

  private NearBlock() {}

  /** With room for the sums of {@code rows} rows. */
  static NearBlock ofThread(int rows) {
    NearBlock block = OF_THREAD.get();
    int room = (ROWS + 1 + rows) * WIDTH;
    if (block.values.length < CacheLines.START + room) {
      block.values = CacheLines.allocate(room);
    }
    return block;
  }

  float[] values() {
    return values;
  }

  /** The sums: {@code [rows, WIDTH]}. */
  Matrix sums() {
    return Matrix.rows(values, SUMS, WIDTH);
  }

  /**
   * Copies some rows of B's columns from {@code j} on.
   *
   * @param scales of each row of B, if it is to be scaled
   */
  void pack(Matrix b, int from, int to, int j, float @Nullable [] scales) {
    for (int v = 0; v < WIDTH; v += Layout.PANEL) {
      int source = b.index(from, j + v);
      int target = CacheLines.START + v;
      for (int step = from; step < to; step++) {
        FloatVector left = FloatVector.fromArray(SPECIES, b.values(), source);
        FloatVector right = FloatVector.fromArray(SPECIES, b.values(), source + LANES);
        if (scales != null) {
          left = left.mul(scales[step]);
          right = right.mul(scales[step]);
        }
        left.intoArray(values, target);
        right.intoArray(values, target + LANES);
        source += b.row();
        target += WIDTH;
      }
    }
  }
}
