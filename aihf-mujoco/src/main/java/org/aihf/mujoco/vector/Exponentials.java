package org.aihf.mujoco.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * exp and log by polynomials: only operations that are rounded the same before and after a method
 * is compiled, so that a run repeats bit for bit. The vector module's own functions are not.
 */
final class Exponentials {
  private static final VectorSpecies<Float> SPECIES = Layout.SPECIES;
  private static final float LOG2_E = 1.44269504f;

  /** log 2 in two parts: the first has few enough bits for n times it to be exact. */
  private static final float LOG_2_HIGH = 0.693359375f;

  private static final float LOG_2_LOW = -2.12194440e-4f;

  /** Adding it leaves a float's nearest whole number in its last bits. */
  private static final float ROUND = 12582912;

  private static final int EXPONENT_BITS = 23;

  private Exponentials() {}

  /**
   * e^x of x in [-87, 88], outside as at the nearer end; relative error below 2e-7.
   *
   * @param length numbers, up to the next whole vector
   */
  static void exp(float[] x, float[] into, int length) {
    for (int at = 0; at < length; at += SPECIES.length()) {
      FloatVector bounded = FloatVector.fromArray(SPECIES, x, at).max(-87f).min(88f);
      FloatVector shifted = bounded.mul(LOG2_E).add(ROUND);
      FloatVector n = shifted.sub(ROUND);
      FloatVector r = bounded.sub(n.mul(LOG_2_HIGH)).sub(n.mul(LOG_2_LOW));
      // Taylor's series to r^7 on |r| <= log(2)/2
      FloatVector p = r.mul(1 / 5040f).add(1 / 720f);
      p = p.mul(r).add(1 / 120f);
      p = p.mul(r).add(1 / 24f);
      p = p.mul(r).add(1 / 6f);
      p = p.mul(r).add(0.5f);
      p = p.mul(r).add(1);
      p = p.mul(r).add(1);
      IntVector power = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT_BITS);
      p.reinterpretAsInts().add(power).reinterpretAsFloats().intoArray(into, at);
    }
  }

  /** log(1 + t) of t in [0, 1]; absolute error below 2e-7. */
  static void log1p(float[] t, float[] into, int length) {
    for (int at = 0; at < length; at += SPECIES.length()) {
      FloatVector x = FloatVector.fromArray(SPECIES, t, at);
      // 2 artanh(s), s = t / (2 + t) <= 1/3
      FloatVector s = x.div(x.add(2));
      FloatVector square = s.mul(s);
      FloatVector p = square.mul(1 / 15f).add(1 / 13f);
      p = p.mul(square).add(1 / 11f);
      p = p.mul(square).add(1 / 9f);
      p = p.mul(square).add(1 / 7f);
      p = p.mul(square).add(1 / 5f);
      p = p.mul(square).add(1 / 3f);
      p = p.mul(square).add(1);
      s.mul(p).mul(2).intoArray(into, at);
    }
  }
}
