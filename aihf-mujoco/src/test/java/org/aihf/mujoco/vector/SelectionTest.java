package org.aihf.mujoco.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.aihf.random.RandomStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the sums in their order, to the bit: large ones, and small ones that dense tiles do. */
class SelectionTest {
  private static final int WIDTH = NearBlock.WIDTH;

  @ParameterizedTest
  @CsvSource({
    "70, 2, 112, 70",
    "70, 2, 112, 64",
    "256, 1, 256, 256",
    "80, 1, 64, 3",
    "16, 0, 16, 5"
  })
  void sumsTheRowsThatARowSelects(int rows, int blocks, int k, int m) {
    int n = blocks * WIDTH + (blocks == 0 ? Layout.UNIT : 0);
    RandomStream random = RandomStream.of(3);
    Matrix a = Matrix.rows(rectified(random, rows * k), 0, k);
    Matrix b = panels(random, k, n);
    int[] chosen = IntStream.range(0, rows).filter(i -> i % 3 != 1 || m == rows).toArray();
    int[] all = Arrays.copyOf(chosen, Math.max(m, chosen.length));
    float[] s = numbers(random, k);
    float[] r = numbers(random, rows);
    Matrix gate = Matrix.rows(rectified(random, rows * n), 0, n);
    int count = Math.min(m, chosen.length);
    Matrix c = Matrix.rows(new float[count * n], 0, n);
    float[] expected = new float[count * n];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < n; j++) {
        float sum = sum(a, chosen[i], s, b, j, k) * r[chosen[i]];
        expected[c.index(i, j)] = gate.values()[gate.index(chosen[i], j)] > 0 ? sum : 0;
      }
    }
    new Selection().multiply(n, k, a, all, count, s, b, r, gate, c);
    assertThat(c.values()).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({"256, 1, 256", "128, 2, 70", "64, 0, 256"})
  void readsTheSelectingMatrixTransposedAndWritesPanels(int m, int blocks, int k) {
    int n = blocks * WIDTH + (blocks == 0 ? Layout.UNIT : 0);
    RandomStream random = RandomStream.of(4);
    Matrix a = Matrix.rows(rectified(random, k * m), 0, m).transposed();
    Matrix b = Matrix.rows(numbers(random, k * n), 0, n);
    float[] s = numbers(random, k);
    float[] r = numbers(random, m);
    Matrix c = Matrix.panels(new float[Layout.inPanels(m, n)], m);
    float[] expected = c.values().clone();
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        expected[c.index(i, j)] = sum(a, i, s, b, j, k) * r[i];
      }
    }
    new Selection().multiply(n, k, a, IntStream.range(0, m).toArray(), m, s, b, r, null, c);
    assertThat(c.values()).containsExactly(expected);
  }

  private static float sum(Matrix a, int i, float[] s, Matrix b, int j, int k) {
    float sum = 0;
    for (int step = 0; step < k; step++) {
      if (a.values()[a.index(i, step)] != 0) {
        sum += s[step] * b.values()[b.index(step, j)];
      }
    }
    return sum;
  }

  private static Matrix panels(RandomStream random, int rows, int columns) {
    return Matrix.panels(numbers(random, Layout.inPanels(rows, columns)), rows);
  }

  private static float[] numbers(RandomStream random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private static float[] rectified(RandomStream random, int count) {
    float[] numbers = numbers(random, count);
    for (int i = 0; i < count; i++) {
      numbers[i] = Math.max(0, numbers[i]);
    }
    return numbers;
  }
}
