package org.aihf.mujoco.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranspositionTest {
  @ParameterizedTest
  @CsvSource({"0, 64, 64", "11, 14, 96", "3, 50, 64", "0, 33, 48"})
  void everyNumberFindsItsPlace(int first, int rows, int columns) {
    Matrix from = Matrix.panels(new float[Layout.inPanels(rows, columns)], rows);
    for (int i = 0; i < from.values().length; i++) {
      from.values()[i] = i + 1;
    }
    int width = Layout.padded(rows - first);
    Matrix to = Matrix.panels(new float[Layout.inPanels(columns, width)], columns);
    float[] expected = to.values().clone();
    for (int i = first; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        expected[to.index(j, i - first)] = from.values()[from.index(i, j)];
      }
    }
    new Transposition().copy(from, first, rows, columns, to);
    assertThat(to.values()).containsExactly(expected);
  }
}
