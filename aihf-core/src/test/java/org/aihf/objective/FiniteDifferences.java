package org.aihf.objective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.ToDoubleFunction;

/** Gradients by the five-point stencil: error O(h⁴), about 1e-12 in double. */
public final class FiniteDifferences {
  private static final double STEP = 1e-3;

  private FiniteDifferences() {}

  /** ∂f/∂x_i for every i; {@code x} is left as it was. */
  public static double[] gradient(ToDoubleFunction<double[]> f, double[] x) {
    double[] gradient = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double at = x[i];
      gradient[i] =
          (8 * (at(f, x, i, at + STEP) - at(f, x, i, at - STEP))
                  - (at(f, x, i, at + 2 * STEP) - at(f, x, i, at - 2 * STEP)))
              / (12 * STEP);
      x[i] = at;
    }
    return gradient;
  }

  /** Equal to 1e-9, relative to the largest entry. */
  public static void assertSameGradient(double[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double scale = 1e-300;
    for (double value : expected) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (int i = 0; i < actual.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i]) / scale)
          .as("entry %d: %s, by finite differences %s", i, actual[i], expected[i])
          .isLessThan(1e-9);
    }
  }

  private static double at(ToDoubleFunction<double[]> f, double[] x, int i, double value) {
    x[i] = value;
    return f.applyAsDouble(x);
  }
}
