package org.aihf.torch;

/**
 * One parameter under torch.optim.AdamW, written down from its documentation in double precision.
 */
final class ReferenceAdamW {
  final double[] weights;
  private final double[] m;
  private final double[] v;
  private final double decay;
  private int t;

  ReferenceAdamW(float[] weights, double decay) {
    this.weights = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      this.weights[i] = weights[i];
    }
    this.m = new double[weights.length];
    this.v = new double[weights.length];
    this.decay = decay;
  }

  void step(AdamWConfig config, double learningRate, double[] gradient, double clipCoefficient) {
    t++;
    for (int i = 0; i < weights.length; i++) {
      double g = gradient[i] * clipCoefficient;
      m[i] = config.beta1() * m[i] + (1 - config.beta1()) * g;
      v[i] = config.beta2() * v[i] + (1 - config.beta2()) * g * g;
      double meanHat = m[i] / (1 - Math.pow(config.beta1(), t));
      double varianceHat = v[i] / (1 - Math.pow(config.beta2(), t));
      weights[i] *= 1 - learningRate * decay;
      weights[i] -= learningRate * meanHat / (Math.sqrt(varianceHat) + config.epsilon());
    }
  }
}
