package org.aihf.mujoco.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * C = diag(r) [A ≠ 0] diag(s) B: every row of C is r times the sum of those rows of B, scaled by s,
 * where A's row is not zero.
 *
 * <p>So gradients pass a rectified layer below a layer with one output, whose gradient has rank one
 * but for the rectifier. Nothing is multiplied within the sums, which run in the order of B's rows,
 * whatever the processor. One thread at a time.
 */
final class Selection {
  private static final VectorSpecies<Float> SPECIES = Layout.SPECIES;
  private static final int LANES = SPECIES.length();

  /** Rows below which counting costs more than it saves. */
  private static final int FEW = 64;

  private final NonZeros nonZeros = new NonZeros();
  private final MatrixProduct product = new MatrixProduct();
  private long[] words = new long[0];
  private float[] indicator = new float[0];
  private float[] scaled = new float[0];
  private float[] zeros = new float[0];

  /**
   * Overwrites C.
   *
   * @param n columns of B and C: a multiple of {@link Layout#UNIT}
   * @param k columns of A, rows of B
   * @param a {@code [rows, k]}; its rows, or its columns if it is read transposed, are whole
   *     vectors
   * @param rows the row of A for each row of C
   * @param s {@code [k]}
   * @param r by row of A
   * @param gate by row of A: C, then not in panels, is 0 where this is not positive; null: nowhere
   */
  void multiply(
      int n,
      int k,
      Matrix a,
      int[] rows,
      int m,
      float[] s,
      Matrix b,
      float[] r,
      @Nullable Matrix gate,
      Matrix c) {
    if (m < FEW || k < NearBlock.ROWS || n % NearBlock.WIDTH != 0) {
      dense(n, k, a, rows, m, s, b, c);
      finish(n, c, rows, m, r, gate, c);
      return;
    }
    read(a, rows, m, k);
    NearBlock block = NearBlock.ofThread(m);
    for (int j = 0; j < n; j += NearBlock.WIDTH) {
      int from = NearBlock.SUMS;
      Arrays.fill(block.values(), from, from + m * NearBlock.WIDTH, 0);
      for (int step = 0; step < k; step += NearBlock.ROWS) {
        block.pack(b, step, Math.min(k, step + NearBlock.ROWS), j, s);
        SelectionTile.add(m, words, step / NearBlock.ROWS * m, block.values());
      }
      Matrix part = gate == null ? null : gate.beyond(j);
      finish(NearBlock.WIDTH, block.sums(), rows, m, r, part, c.beyond(j));
    }
  }

  /** The words of the chosen rows. */
  private void read(Matrix a, int[] rows, int m, int k) {
    int all = 0;
    for (int i = 0; i < m; i++) {
      all = Math.max(all, rows[i] + 1);
    }
    nonZeros.read(a, all, k);
    int blocks = (k + NonZeros.BITS - 1) / NonZeros.BITS;
    if (words.length < blocks * m) {
      words = new long[blocks * m];
    }
    for (int block = 0; block < blocks; block++) {
      for (int i = 0; i < m; i++) {
        words[block * m + i] = nonZeros.words()[block * all + rows[i]];
      }
    }
  }

  /** C = r times the sums, where the gate is open. */
  private static void finish(
      int n, Matrix sums, int[] rows, int m, float[] r, @Nullable Matrix gate, Matrix c) {
    for (int i = 0; i < m; i++) {
      int row = rows[i];
      if (gate == null) {
        scale(n, sums, sums.index(i, 0), r[row], c, c.index(i, 0));
      } else {
        scale(n, sums, sums.index(i, 0), r[row], gate, gate.index(row, 0), c, c.index(i, 0));
      }
    }
  }

  private static void scale(int n, Matrix sums, int from, float r, Matrix c, int to) {
    FloatVector factor = FloatVector.broadcast(SPECIES, r);
    int source = from;
    int target = to;
    for (int j = 0; j < n; j += Layout.PANEL) {
      FloatVector.fromArray(SPECIES, sums.values(), source)
          .mul(factor)
          .intoArray(c.values(), target);
      if (j + LANES < n) {
        FloatVector.fromArray(SPECIES, sums.values(), source + LANES)
            .mul(factor)
            .intoArray(c.values(), target + LANES);
      }
      source += sums.panel();
      target += c.panel();
    }
  }

  /** Where no matrix lies in panels. */
  private static void scale(
      int n, Matrix sums, int from, float r, Matrix gate, int at, Matrix c, int to) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector factor = FloatVector.broadcast(SPECIES, r);
    float[] left = sums.values();
    float[] right = gate.values();
    float[] out = c.values();
    for (int j = 0; j < n; j += LANES) {
      VectorMask<Float> shut =
          FloatVector.fromArray(SPECIES, right, at + j).compare(VectorOperators.LE, zero);
      FloatVector.fromArray(SPECIES, left, from + j)
          .mul(factor)
          .blend(zero, shut)
          .intoArray(out, to + j);
    }
  }

  /** The same sums of a small product: multiplied by 1 and 0. */
  private void dense(int n, int k, Matrix a, int[] rows, int m, float[] s, Matrix b, Matrix c) {
    if (scaled.length < Layout.inPanels(k, n)) {
      scaled = new float[Layout.inPanels(k, n)];
      zeros = new float[n];
    }
    Matrix right = Matrix.panels(scaled, k);
    for (int j = 0; j < n; j += LANES) {
      for (int step = 0; step < k; step++) {
        FloatVector.fromArray(SPECIES, b.values(), b.index(step, j))
            .mul(s[step])
            .intoArray(scaled, right.index(step, j));
      }
    }
    product.multiply(m, n, k, indicator(a, rows, m, k), right, c, zeros, false);
  }

  private Matrix indicator(Matrix a, int[] rows, int m, int k) {
    if (indicator.length < m * k) {
      indicator = new float[m * k];
    }
    if (a.column() == 1) {
      for (int i = 0; i < m; i++) {
        indicate(a.values(), a.index(rows[i], 0), k, i * k);
      }
      return Matrix.rows(indicator, 0, k);
    }
    for (int step = 0; step < k; step++) {
      indicate(a.values(), a.index(0, step), m, step * m);
    }
    return Matrix.rows(indicator, 0, m).transposed();
  }

  private void indicate(float[] values, int from, int count, int to) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    for (int j = 0; j < count; j += LANES) {
      VectorMask<Float> on =
          FloatVector.fromArray(SPECIES, values, from + j).compare(VectorOperators.NE, zero);
      zero.blend(one, on).intoArray(indicator, to + j);
    }
  }
}
