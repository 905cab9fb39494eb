package org.aihf.mujoco.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

class ExponentialsTest {
  private static final int POINTS = 64 * 1024;

  @Test
  void expIsRightToTheLastBits() {
    float[] x = points(-87, 88);
    float[] y = new float[POINTS];
    Exponentials.exp(x, y, POINTS);
    for (int i = 0; i < POINTS; i++) {
      assertThat((double) y[i]).isCloseTo(Math.exp(x[i]), withinPercentage(2e-5));
    }
  }

  @Test
  void expStaysFiniteAndKeepsNaN() {
    float[] x = new float[Layout.UNIT];
    x[0] = 1e30f;
    x[1] = Float.NEGATIVE_INFINITY;
    x[2] = Float.NaN;
    float[] y = new float[Layout.UNIT];
    Exponentials.exp(x, y, Layout.UNIT);
    assertThat(y[0]).isFinite().isGreaterThan(1e38f);
    assertThat(y[1]).isBetween(0f, 1e-37f);
    assertThat(y[2]).isNaN();
    assertThat(y[3]).isEqualTo(1);
  }

  @Test
  void log1pIsRightBetweenZeroAndOne() {
    float[] t = points(0, 1);
    float[] y = new float[POINTS];
    Exponentials.log1p(t, y, POINTS);
    for (int i = 0; i < POINTS; i++) {
      assertThat((double) y[i]).isCloseTo(Math.log1p(t[i]), within(2e-7));
    }
  }

  private static float[] points(float from, float to) {
    float[] points = new float[POINTS];
    for (int i = 0; i < POINTS; i++) {
      points[i] = from + (to - from) * i / (POINTS - 1);
    }
    return points;
  }
}
