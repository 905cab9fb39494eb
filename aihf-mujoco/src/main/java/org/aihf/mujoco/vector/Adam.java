package org.aihf.mujoco.vector;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Adam (Kingma and Ba 2015) with PyTorch's defaults, in place.
 *
 * <p>Where a unit no longer fires, gradients are 0 and moments would decay to subnormal numbers and
 * stay there, on which processors are many times slower: they become 0. No weight feels it.
 */
public final class Adam {
  private static final VectorSpecies<Float> SPECIES = Layout.SPECIES;
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final float EPSILON = 1e-8f;

  private Adam() {}

  /**
   * One step of some arrays, whose lengths are whole vectors.
   *
   * @param count steps with this one
   */
  public static void step(
      List<float[]> parameters,
      List<float[]> gradients,
      List<float[]> first,
      List<float[]> second,
      double rate,
      int count) {
    float size = (float) (rate / (1 - Math.pow(BETA1, count)));
    float correction = (float) Math.sqrt(1 - Math.pow(BETA2, count));
    for (int i = 0; i < parameters.size(); i++) {
      step(parameters.get(i), gradients.get(i), first.get(i), second.get(i), size, correction);
    }
  }

  private static void step(
      float[] parameter, float[] gradient, float[] first, float[] second, float size, float root) {
    FloatVector keep1 = FloatVector.broadcast(SPECIES, (float) BETA1);
    FloatVector take1 = FloatVector.broadcast(SPECIES, (float) (1 - BETA1));
    FloatVector keep2 = FloatVector.broadcast(SPECIES, (float) BETA2);
    FloatVector take2 = FloatVector.broadcast(SPECIES, (float) (1 - BETA2));
    for (int at = 0; at < parameter.length; at += SPECIES.length()) {
      FloatVector g = FloatVector.fromArray(SPECIES, gradient, at);
      FloatVector m = keep1.mul(FloatVector.fromArray(SPECIES, first, at)).add(take1.mul(g));
      FloatVector v =
          keep2.mul(FloatVector.fromArray(SPECIES, second, at)).add(take2.mul(g).mul(g));
      m = m.blend(0, m.abs().compare(VectorOperators.LT, Float.MIN_NORMAL));
      v = v.blend(0, v.compare(VectorOperators.LT, Float.MIN_NORMAL));
      m.intoArray(first, at);
      v.intoArray(second, at);
      FloatVector scale = v.sqrt().div(root).add(EPSILON);
      FloatVector p = FloatVector.fromArray(SPECIES, parameter, at);
      p.sub(m.mul(size).div(scale)).intoArray(parameter, at);
    }
  }
}
