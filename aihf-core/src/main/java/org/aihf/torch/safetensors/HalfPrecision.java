package org.aihf.torch.safetensors;

/** Conversions between float and the two 16-bit formats, rounding to nearest even. */
final class HalfPrecision {
  private static final int FLOAT_INFINITY = 0x7F800000;

  /** Difference of the exponents' biases (127 − 15), in place. */
  private static final int REBIAS = 112 << 23;

  private static final int SMALLEST_NORMAL_FLOAT16 = 0x38800000;
  private static final int TWO_TO_16 = 0x47800000;

  private HalfPrecision() {}

  static float fromBfloat16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
  }

  static float fromFloat16(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half & 0x7C00;
    int mantissa = half & 0x03FF;
    if (exponent == 0) {
      return Math.copySign(mantissa * 0x1p-24f, Float.intBitsToFloat(sign));
    }
    int rest = (half & 0x7FFF) << 13;
    return Float.intBitsToFloat(
        sign | (exponent == 0x7C00 ? FLOAT_INFINITY | rest : rest + REBIAS));
  }

  static short toFloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7FFFFFFF;
    if (magnitude > FLOAT_INFINITY) {
      return (short) (sign | 0x7E00);
    }
    if (magnitude >= TWO_TO_16) {
      return (short) (sign | 0x7C00);
    }
    if (magnitude < SMALLEST_NORMAL_FLOAT16) {
      return (short) (sign | (int) Math.rint(Math.abs(value) * 0x1p24f));
    }
    return (short) (sign | ((magnitude - REBIAS + 0xFFF + ((magnitude >>> 13) & 1)) >>> 13));
  }
}
