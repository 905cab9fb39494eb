package org.aihf.tabular;

/** Ax = b for the small dense systems of this package. */
final class LinearSystem {
  private LinearSystem() {}

  /** Gaussian elimination with partial pivoting; neither argument is changed. */
  static double[] solve(double[][] matrix, double[] right) {
    int n = right.length;
    double[][] a = new double[n][];
    for (int i = 0; i < n; i++) {
      a[i] = matrix[i].clone();
    }
    double[] b = right.clone();
    for (int column = 0; column < n; column++) {
      int pivot = column;
      for (int i = column + 1; i < n; i++) {
        if (Math.abs(a[i][column]) > Math.abs(a[pivot][column])) {
          pivot = i;
        }
      }
      swap(a, b, column, pivot);
      if (a[column][column] == 0) {
        throw new ArithmeticException("the system is singular in column " + column);
      }
      for (int i = column + 1; i < n; i++) {
        double factor = a[i][column] / a[column][column];
        if (factor != 0) {
          for (int j = column; j < n; j++) {
            a[i][j] -= factor * a[column][j];
          }
          b[i] -= factor * b[column];
        }
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int j = i + 1; j < n; j++) {
        b[i] -= a[i][j] * b[j];
      }
      b[i] /= a[i][i];
    }
    return b;
  }

  private static void swap(double[][] a, double[] b, int i, int j) {
    double[] row = a[i];
    a[i] = a[j];
    a[j] = row;
    double value = b[i];
    b[i] = b[j];
    b[j] = value;
  }
}
