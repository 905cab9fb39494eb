package org.aihf.mujoco.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdamTest {
  @Test
  void momentsOfAWeightWithoutGradientEndAtZeroAndNotInSubnormalNumbers() {
    float[] parameter = new float[Layout.UNIT];
    float[] gradient = new float[Layout.UNIT];
    float[] first = new float[Layout.UNIT];
    float[] second = new float[Layout.UNIT];
    Arrays.fill(first, 1e-3f);
    Arrays.fill(second, 1e-36f);
    for (int step = 1; step <= 5000; step++) {
      Adam.step(
          List.of(parameter), List.of(gradient), List.of(first), List.of(second), 1e-3, 10_000);
      for (int i = 0; i < Layout.UNIT; i++) {
        assertThat(first[i]).satisfiesAnyOf(AdamTest::isZero, AdamTest::isNormal);
        assertThat(second[i]).satisfiesAnyOf(AdamTest::isZero, AdamTest::isNormal);
      }
    }
    assertThat(first).containsOnly(0);
    assertThat(second).containsOnly(0);
  }

  private static void isZero(float x) {
    assertThat(x).isZero();
  }

  private static void isNormal(float x) {
    assertThat(Math.abs(x)).isGreaterThanOrEqualTo(Float.MIN_NORMAL);
  }
}
