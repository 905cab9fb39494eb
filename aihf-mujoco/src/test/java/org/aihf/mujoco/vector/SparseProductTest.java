package org.aihf.mujoco.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the sums of all products in their order, to the bit. */
class SparseProductTest {
  private static final int WIDTH = NearBlock.WIDTH;
  private static final int PAD = 3;

  @ParameterizedTest
  @CsvSource({"64, 0, 64", "70, 16, 100", "256, 0, 256", "129, 48, 31", "129, 32, 193"})
  void zerosLeftOutGiveTheSameBits(int m, int beyond, int k) {
    for (boolean transposed : new boolean[] {false, true}) {
      for (boolean panels : new boolean[] {false, true}) {
        for (boolean rectify : new boolean[] {false, true}) {
          check(m, 2 * WIDTH + beyond, k, transposed, panels, rectify);
        }
      }
    }
  }

  private static void check(
      int m, int n, int k, boolean transposed, boolean panels, boolean rectify) {
    RandomStream random = RandomStream.of(8);
    Matrix a = left(random, m, k, transposed, .4);
    Matrix b = panels ? panels(k, n) : Matrix.rows(new float[k * (n + PAD)], PAD, n + PAD);
    for (int step = 0; step < k; step++) {
      for (int j = 0; j < n; j++) {
        b.values()[b.index(step, j)] = (float) random.nextGaussian();
      }
    }
    float[] bias = new float[n];
    for (int j = 0; j < n; j++) {
      bias[j] = (float) random.nextGaussian();
    }
    Matrix c = panels ? panels(m, n) : Matrix.rows(new float[PAD + m * (n + PAD)], PAD, n + PAD);
    float[] expected = c.values().clone();
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float sum = bias[j];
        for (int step = 0; step < k; step++) {
          sum = Math.fma(a.values()[a.index(i, step)], b.values()[b.index(step, j)], sum);
        }
        expected[c.index(i, j)] = rectify ? Math.max(0, sum) : sum;
      }
    }
    new MatrixProduct().multiply(m, n, k, a, b, c, bias, rectify);
    assertThat(c.values()).containsExactly(expected);
  }

  @Test
  void takesWholeTilesOfAMatrixWithManyZeros() {
    assertThat(columns(64, 64, .4)).isEqualTo(2 * WIDTH);
    assertThat(columns(64, 64, .9)).isZero();
    assertThat(columns(8, 64, .4)).isZero();
    assertThat(columns(64, 8, .4)).isZero();
  }

  private static int columns(int m, int k, double share) {
    int n = 2 * WIDTH + Layout.UNIT;
    Matrix a = left(RandomStream.of(9), m, k, false, share);
    Matrix b = Matrix.rows(new float[k * n], 0, n);
    Matrix c = Matrix.rows(new float[m * n], 0, n);
    return new SparseProduct().multiply(m, n, k, a, b, c, new float[n], false);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void findsEveryNumberThatIsNotZero(boolean transposed) {
    int rows = 67;
    int columns = 150;
    Matrix a = left(RandomStream.of(10), rows, columns, transposed, .5);
    NonZeros nonZeros = new NonZeros();
    nonZeros.read(left(RandomStream.of(11), 2 * rows, columns, transposed, 1), 2 * rows, columns);
    long count = nonZeros.read(a, rows, columns);
    long expected = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        boolean set = a.values()[a.index(i, j)] != 0;
        long word = nonZeros.words()[j / NonZeros.BITS * rows + i];
        assertThat(word >>> j % NonZeros.BITS & 1).isEqualTo(set ? 1 : 0);
        expected += set ? 1 : 0;
      }
    }
    assertThat(count).isEqualTo(expected);
  }

  /** Some numbers are zero; what lies between the rows is not. */
  private static Matrix left(RandomStream random, int m, int k, boolean transposed, double share) {
    int rows = transposed ? k : m;
    int columns = transposed ? m : k;
    float[] values = new float[PAD + rows * (columns + PAD)];
    Arrays.fill(values, 99);
    Matrix matrix = Matrix.rows(values, PAD, columns + PAD);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        boolean zero = random.nextDouble() >= share;
        values[matrix.index(i, j)] = zero ? 0 : (float) random.nextGaussian();
      }
    }
    return transposed ? matrix.transposed() : matrix;
  }

  private static Matrix panels(int rows, int columns) {
    return Matrix.panels(new float[Layout.inPanels(rows, columns)], rows);
  }
}
