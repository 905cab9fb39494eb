package org.aihf.torch.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfPrecisionTest {
  @Test
  void everyFloat16SurvivesTheRoundTrip() {
    for (int bits = 0; bits < 0x10000; bits++) {
      float value = HalfPrecision.fromFloat16((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(HalfPrecision.toFloat16(value) & 0xFFFF).isEqualTo(bits);
      }
    }
  }

  @Test
  void everyBfloat16SurvivesTheRoundTrip() {
    for (int bits = 0; bits < 0x10000; bits++) {
      float value = HalfPrecision.fromBfloat16((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(HalfPrecision.toBfloat16(value) & 0xFFFF).isEqualTo(bits);
      }
    }
  }

  @Test
  void float16RoundsToTheNearestAndTiesToEven() {
    for (int bits = 0; bits < 0x7BFF; bits++) {
      float low = HalfPrecision.fromFloat16((short) bits);
      float high = HalfPrecision.fromFloat16((short) (bits + 1));
      float middle = (low + high) / 2;
      int even = (bits & 1) == 0 ? bits : bits + 1;
      assertThat((int) HalfPrecision.toFloat16(middle)).isEqualTo(even);
      assertThat((int) HalfPrecision.toFloat16(Math.nextDown(middle))).isEqualTo(bits);
      assertThat((int) HalfPrecision.toFloat16(Math.nextUp(middle))).isEqualTo(bits + 1);
    }
  }

  @Test
  void extremesBecomeInfinityZeroOrNan() {
    assertThat(HalfPrecision.fromFloat16((short) 0x0001)).isEqualTo(0x1p-24f);
    assertThat(HalfPrecision.toFloat16(65504)).isEqualTo((short) 0x7BFF);
    assertThat(HalfPrecision.toFloat16(65520)).isEqualTo((short) 0x7C00);
    assertThat(HalfPrecision.toFloat16(-1e30f)).isEqualTo((short) 0xFC00);
    assertThat(HalfPrecision.toFloat16(0x1p-26f)).isZero();
    assertThat(HalfPrecision.fromFloat16(HalfPrecision.toFloat16(Float.NaN))).isNaN();
    assertThat(HalfPrecision.fromBfloat16(HalfPrecision.toBfloat16(Float.NaN))).isNaN();
    assertThat(HalfPrecision.toBfloat16(Float.MAX_VALUE)).isEqualTo((short) 0x7F80);
    assertThat(HalfPrecision.toBfloat16(1.00390625f)).isEqualTo((short) 0x3F80);
    assertThat(HalfPrecision.toBfloat16(1.01171875f)).isEqualTo((short) 0x3F82);
  }
}
