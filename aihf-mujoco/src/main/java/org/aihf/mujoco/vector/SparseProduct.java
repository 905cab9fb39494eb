package org.aihf.mujoco.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C = A B + bias where many numbers of A are zero, as a rectifier leaves them: the multiplications
 * by zero are left out. As long as B is finite, the bits are those of all multiplications in the
 * same order.
 *
 * <p>B is taken in blocks that fit the first cache; the sums of a block wait in memory for the
 * next. One thread at a time.
 */
final class SparseProduct {
  private static final VectorSpecies<Float> SPECIES = Layout.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final int WIDTH = SparseTile.WIDTH;
  private static final int BLOCK = NonZeros.BITS;

  /** Rows below which counting costs more than it saves. */
  private static final int FEW = 64;

  /** Share of numbers beyond which a dense product is faster. */
  private static final double DENSE = .7;

  private final NonZeros nonZeros = new NonZeros();

  /** As {@link SparseTile} reads it. */
  private float[] near = new float[0];

  /**
   * Overwrites the first columns of C, as {@link MatrixProduct#multiply}.
   *
   * @return how many columns: 0 if A has too few zeros or the product is small
   */
  int multiply(int m, int n, int k, Matrix a, Matrix b, Matrix c, float[] bias, boolean rectify) {
    if (m < FEW || n < WIDTH || k < BLOCK || nonZeros.read(a, m, k) > DENSE * m * k) {
      return 0;
    }
    int room = (BLOCK + 1 + m) * WIDTH;
    if (near.length < CacheLines.START + room) {
      near = CacheLines.allocate(room);
    }
    int j = 0;
    for (; j + WIDTH <= n; j += WIDTH) {
      System.arraycopy(bias, j, near, SparseTile.BIAS, WIDTH);
      for (int step = 0; step < k; step += BLOCK) {
        pack(b, step, Math.min(k, step + BLOCK), j);
        SparseTile.multiply(m, a.beyond(step), nonZeros.words(), step / BLOCK * m, near, step == 0);
      }
      store(m, c.beyond(j), rectify);
    }
    return j;
  }

  /** Copies some rows of B's columns into the block. */
  private void pack(Matrix b, int from, int to, int j) {
    for (int v = 0; v < WIDTH; v += Layout.PANEL) {
      int source = b.index(from, j + v);
      int target = CacheLines.START + v;
      for (int step = from; step < to; step++) {
        FloatVector.fromArray(SPECIES, b.values(), source).intoArray(near, target);
        FloatVector.fromArray(SPECIES, b.values(), source + LANES).intoArray(near, target + LANES);
        source += b.row();
        target += WIDTH;
      }
    }
  }

  /** Copies the sums into C. */
  private void store(int m, Matrix c, boolean rectify) {
    for (int i = 0; i < m; i++) {
      int source = SparseTile.SUMS + i * WIDTH;
      int target = c.offset() + i * c.row();
      for (int v = 0; v < WIDTH; v += Layout.PANEL) {
        FloatVector left = FloatVector.fromArray(SPECIES, near, source + v);
        FloatVector right = FloatVector.fromArray(SPECIES, near, source + v + LANES);
        if (rectify) {
          left = left.max(0);
          right = right.max(0);
        }
        left.intoArray(c.values(), target);
        right.intoArray(c.values(), target + LANES);
        target += c.panel();
      }
    }
  }
}
