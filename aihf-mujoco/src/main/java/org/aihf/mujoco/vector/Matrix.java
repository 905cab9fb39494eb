package org.aihf.mujoco.vector;

/**
 * A matrix that lies in an array.
 *
 * @param offset of its first number
 * @param row distance of its rows
 * @param column distance of its columns: 1 unless it is read transposed
 */
record Matrix(float[] values, int offset, int row, int column) {
  /** Rows of numbers one after the other. */
  static Matrix rows(float[] values, int offset, int row) {
    return new Matrix(values, offset, row, 1);
  }

  Matrix transposed() {
    return new Matrix(values, offset, column, row);
  }

  int index(int i, int j) {
    return offset + i * row + j * column;
  }
}
