package org.aihf.mujoco.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.aihf.random.RandomStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against three loops in double, with what lies around C untouched. */
class MatrixProductTest {
  private static final float UNTOUCHED = -77;
  private static final int UNIT = Layout.UNIT;

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1, 3, 5",
    "7, 2, 3",
    "8, 1, 9",
    "9, 2, 4",
    "13, 4, 17",
    "64, 4, 64",
    "100, 5, 200",
    "14, 3, 300"
  })
  void equalsTheSumOfProducts(int m, int units, int k) {
    for (boolean transposed : new boolean[] {false, true}) {
      for (boolean rectify : new boolean[] {false, true}) {
        check(m, units * UNIT, k, transposed, rectify);
      }
    }
  }

  private static void check(int m, int n, int k, boolean transposed, boolean rectify) {
    RandomStream random = RandomStream.of(4);
    int pad = 3;
    Matrix a =
        transposed
            ? Matrix.rows(numbers(random, pad + k * (m + pad)), pad, m + pad).transposed()
            : Matrix.rows(numbers(random, pad + m * (k + pad)), pad, k + pad);
    Matrix b = Matrix.rows(numbers(random, UNIT + k * (n + UNIT)), UNIT, n + UNIT);
    float[] bias = numbers(random, n);
    float[] into = new float[UNIT + m * (n + UNIT)];
    Arrays.fill(into, UNTOUCHED);
    Matrix c = Matrix.rows(into, UNIT, n + UNIT);
    new MatrixProduct().multiply(m, n, k, a, b, c, bias, rectify);
    float[] expected = into.clone();
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = bias[j];
        for (int step = 0; step < k; step++) {
          sum += (double) a.values()[a.index(i, step)] * b.values()[b.index(step, j)];
        }
        expected[c.index(i, j)] = (float) (rectify ? Math.max(0, sum) : sum);
      }
    }
    assertThat(into).containsExactly(expected, within(2e-4f));
    for (int row = 0; row <= m; row++) {
      int gap = row == 0 ? 0 : c.index(row - 1, n);
      assertThat(Arrays.copyOfRange(into, gap, gap + UNIT)).containsOnly(UNTOUCHED);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "9, 3, 5", "13, 4, 17", "100, 5, 200", "14, 3, 300"})
  void panelsGiveTheSameBitsAsRows(int m, int units, int k) {
    int n = units * UNIT;
    RandomStream random = RandomStream.of(5);
    Matrix a = Matrix.rows(numbers(random, m * k), 0, k);
    Matrix b = Matrix.rows(numbers(random, k * n), 0, n);
    float[] bias = numbers(random, n);
    Matrix rows = Matrix.rows(new float[m * n], 0, n);
    new MatrixProduct().multiply(m, n, k, a, b, rows, bias, true);
    int above = 2; // rows of B's panels that the product does not take
    Matrix panels = Matrix.panels(new float[Layout.inPanels(above + k, n)], above + k);
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < n; j++) {
        panels.values()[panels.index(above + i, j)] = b.values()[b.index(i, j)];
      }
    }
    Matrix into = Matrix.panels(new float[Layout.inPanels(m, n)], m);
    new MatrixProduct().multiply(m, n, k, a, panels.below(above), into, bias, true);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        assertThat(into.values()[into.index(i, j)]).isEqualTo(rows.values()[rows.index(i, j)]);
      }
    }
  }

  private static float[] numbers(RandomStream random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
