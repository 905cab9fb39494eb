package org.aihf.mujoco.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C = A B + bias, at most of a processor core's rate of fused multiply-adds.
 *
 * <p>A tile of C stays in registers while a column of A meets a row of B, one step of the inner
 * dimension at a time. A may be read transposed at no cost; rows of B and C are whole vectors
 * ({@link Layout#padded}). B is read in panels of two columns of vectors: at once if it lies in
 * them, copied if its rows lie apart. Where A has many zeros they are left out ({@link
 * SparseProduct}). Sums run in the order of the inner dimension, whatever the processor: the same
 * numbers in, the same bits out. One thread at a time.
 */
final class MatrixProduct {
  private static final VectorSpecies<Float> SPECIES = Layout.SPECIES;
  private static final int LANES = SPECIES.length();

  /** Rows of a tile that is two vectors wide: as many as the processor's registers take. */
  private static final int ROWS = LANES == 8 ? Tile4x2.ROWS : Tile8x2.ROWS;

  /** One a thread: its memory is too large for one a layer. */
  private static final ThreadLocal<SparseProduct> SPARSE =
      ThreadLocal.withInitial(SparseProduct::new);

  /** What a panel of B may take to stay in the first cache as it lies. */
  private static final int NEAR = 128;

  /** Tiles one above the other for which a panel of B is not worth copying. */
  private static final int FEW_TILES = 4;

  private float[] panel = new float[0];

  /**
   * Overwrites C.
   *
   * @param m rows of A and C
   * @param n columns of B and C: a multiple of {@link Layout#UNIT}
   * @param k columns of A, rows of B
   * @param bias {@code [n]} that every row of sums starts from
   * @param rectify whether to put max(0, ·) into C
   */
  void multiply(int m, int n, int k, Matrix a, Matrix b, Matrix c, float[] bias, boolean rectify) {
    int j = SPARSE.get().multiply(m, n, k, a, b, c, bias, rectify);
    for (; j + Layout.PANEL <= n; j += Layout.PANEL) {
      boolean apart = b.row() > Layout.PANEL && k > NEAR && m > FEW_TILES * ROWS;
      Matrix right = apart ? packed(b, j, k) : b.beyond(j);
      int i = 0;
      if (m >= ROWS) {
        // The last tile overlaps the one before it: its rows come out the same twice.
        for (; i < m; i += ROWS) {
          tile(k, a, Math.min(i, m - ROWS), right, c, j, bias, rectify);
        }
      }
      for (; i < m; i++) {
        vector(k, a, i, b, c, j, bias, rectify);
        vector(k, a, i, b, c, j + LANES, bias, rectify);
      }
    }
    for (; j < n; j += LANES) {
      int i = 0;
      if (m >= Tile8x1.ROWS) {
        for (; i < m; i += Tile8x1.ROWS) {
          int row = Math.min(i, m - Tile8x1.ROWS);
          Tile8x1.multiply(k, a, row, b.beyond(j), c, j, bias, rectify);
        }
      }
      for (; i < m; i++) {
        vector(k, a, i, b, c, j, bias, rectify);
      }
    }
  }

  private static void tile(
      int k, Matrix a, int i, Matrix b, Matrix c, int j, float[] bias, boolean rectify) {
    if (ROWS == Tile4x2.ROWS) {
      Tile4x2.multiply(k, a, i, b, c, j, bias, rectify);
    } else {
      Tile8x2.multiply(k, a, i, b, c, j, bias, rectify);
    }
  }

  /** Rows that lie far apart share few places of the cache. */
  private Matrix packed(Matrix b, int j, int k) {
    int width = Layout.PANEL;
    if (panel.length < k * width) {
      panel = new float[k * width];
    }
    float[] from = b.values();
    for (int step = 0, at = b.index(0, j); step < k; step++, at += b.row()) {
      FloatVector.fromArray(SPECIES, from, at).intoArray(panel, step * width);
      FloatVector.fromArray(SPECIES, from, at + LANES).intoArray(panel, step * width + LANES);
    }
    return Matrix.panels(panel, k);
  }

  /** One vector of one row of C. */
  private static void vector(
      int k, Matrix a, int i, Matrix b, Matrix c, int j, float[] bias, boolean rectify) {
    float[] left = a.values();
    float[] right = b.values();
    FloatVector sum = FloatVector.fromArray(SPECIES, bias, j);
    int at = a.index(i, 0);
    int row = b.index(0, j);
    for (int step = 0; step < k; step++) {
      FloatVector x = FloatVector.broadcast(SPECIES, left[at]);
      sum = x.fma(FloatVector.fromArray(SPECIES, right, row), sum);
      at += a.column();
      row += b.row();
    }
    if (rectify) {
      sum = sum.max(0);
    }
    sum.intoArray(c.values(), c.index(i, j));
  }
}
