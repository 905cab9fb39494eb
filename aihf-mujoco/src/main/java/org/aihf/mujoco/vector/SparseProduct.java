package org.aihf.mujoco.vector;

/**
 * C = A B + bias where many numbers of A are zero, as a rectifier leaves them: the multiplications
 * by zero are left out. As long as B is finite, the bits are those of all multiplications in the
 * same order.
 *
 * <p>B is taken in blocks that fit the first cache; the sums of a block wait in memory for the
 * next. One thread at a time.
 */
final class SparseProduct {
  private static final int WIDTH = NearBlock.WIDTH;
  private static final int BLOCK = NearBlock.ROWS;

  /** Rows below which counting costs more than it saves. */
  private static final int FEW = 64;

  /** Share of numbers beyond which a dense product is faster. */
  private static final double DENSE = .7;

  private final NonZeros nonZeros = new NonZeros();

  /**
   * Overwrites the first columns of C, as {@link MatrixProduct#multiply}.
   *
   * @return how many columns: 0 if A has too few zeros or the product is small
   */
  int multiply(int m, int n, int k, Matrix a, Matrix b, Matrix c, float[] bias, boolean rectify) {
    if (m < FEW || n < WIDTH || k < BLOCK || nonZeros.read(a, m, k) > DENSE * m * k) {
      return 0;
    }
    NearBlock block = NearBlock.ofThread(m);
    float[] near = block.values();
    int j = 0;
    for (; j + WIDTH <= n; j += WIDTH) {
      System.arraycopy(bias, j, near, NearBlock.BIAS, WIDTH);
      for (int step = 0; step < k; step += BLOCK) {
        block.pack(b, step, Math.min(k, step + BLOCK), j, null);
        boolean last = step + BLOCK >= k;
        Matrix into = last ? c.beyond(j) : block.sums();
        int word = step / BLOCK * m;
        long[] words = nonZeros.words();
        boolean cut = last && rectify;
        SparseTile.multiply(m, a.beyond(step), words, word, near, step == 0, into, cut);
      }
    }
    return j;
  }
}
