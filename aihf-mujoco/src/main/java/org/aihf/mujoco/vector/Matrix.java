package org.aihf.mujoco.vector;

/**
 * How a matrix lies in an array: number (i, j) of the first panel at {@code offset + i * row + j *
 * column}, and so on in the next panel of {@link Layout#PANEL} columns.
 *
 * @param offset of its first number
 * @param row distance of its rows
 * @param column distance of its columns: 1 unless it is read transposed
 * @param panel distance of its panels
 */
record Matrix(float[] values, int offset, int row, int column, int panel) {
  /** Rows of numbers one after the other. */
  static Matrix rows(float[] values, int offset, int row) {
    return new Matrix(values, offset, row, 1, Layout.PANEL);
  }

  /** Panels one after the other, each of {@code rows} rows: as a product reads its right side. */
  static Matrix panels(float[] values, int rows) {
    return new Matrix(values, 0, Layout.PANEL, 1, rows * Layout.PANEL);
  }

  Matrix transposed() {
    return new Matrix(values, offset, column, row, row * Layout.PANEL);
  }

  /** The rows from {@code i} on. */
  Matrix below(int i) {
    return new Matrix(values, offset + i * row, row, column, panel);
  }

  /** The columns from {@code j} on, to the end of their panel. */
  Matrix beyond(int j) {
    return new Matrix(values, index(0, j), row, column, panel);
  }

  int index(int i, int j) {
    return offset + i * row + j / Layout.PANEL * panel + j % Layout.PANEL * column;
  }
}
