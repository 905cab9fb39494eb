package org.aihf.llm.model;

import java.util.List;
import org.aihf.random.RandomStream;
import org.aihf.torch.ParameterSet;

/** Random weights, each tensor from a stream of its own name. */
final class FreshWeights {
  private FreshWeights() {}

  static void add(
      ParameterSet parameters, List<Weight> weights, RandomStream random, double deviation) {
    for (Weight weight : weights) {
      float[] values = new float[Math.toIntExact(weight.shape().size())];
      switch (weight.initial()) {
        case ZEROS -> {}
        case ONES -> java.util.Arrays.fill(values, 1);
        case NORMAL -> {
          RandomStream stream = random.split(weight.name());
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * stream.nextGaussian());
          }
        }
      }
      parameters.add(weight.name(), weight.shape(), values);
    }
  }
}
