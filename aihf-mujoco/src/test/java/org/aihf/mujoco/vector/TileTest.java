package org.aihf.mujoco.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;

/** Every tile, also the one that this processor's registers do not ask for. */
class TileTest {
  private static final int K = 33;
  private static final int FIRST_ROW = 2;
  private static final int LANES = Layout.SPECIES.length();

  private interface Tile {
    void multiply(int k, Matrix a, int i, Matrix b, Matrix c, int j, float[] bias, boolean rectify);
  }

  @Test
  void eightRowsByTwoVectors() {
    check(Tile8x2::multiply, 8, 2);
  }

  @Test
  void fourRowsByTwoVectors() {
    check(Tile4x2::multiply, 4, 2);
  }

  @Test
  void eightRowsByOneVector() {
    check(Tile8x1::multiply, 8, 1);
  }

  private static void check(Tile tile, int rows, int vectors) {
    int width = vectors * LANES;
    int j = LANES;
    RandomStream random = RandomStream.of(2);
    Matrix a = Matrix.rows(numbers(random, (FIRST_ROW + rows) * K), 0, K);
    Matrix b = Matrix.rows(numbers(random, K * width), 0, width);
    float[] bias = numbers(random, j + width);
    int row = j + width + LANES;
    for (boolean rectify : new boolean[] {false, true}) {
      float[] into = new float[(FIRST_ROW + rows + 1) * row];
      Arrays.fill(into, 5);
      Matrix c = Matrix.rows(into, 0, row);
      float[] expected = into.clone();
      for (int i = FIRST_ROW; i < FIRST_ROW + rows; i++) {
        for (int column = 0; column < width; column++) {
          double sum = bias[j + column];
          for (int step = 0; step < K; step++) {
            sum += (double) a.values()[a.index(i, step)] * b.values()[b.index(step, column)];
          }
          expected[c.index(i, j + column)] = (float) (rectify ? Math.max(0, sum) : sum);
        }
      }
      tile.multiply(K, a, FIRST_ROW, b, c, j, bias, rectify);
      assertThat(into).containsExactly(expected, within(1e-4f));
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
