package org.aihf.mujoco.reward;

import org.aihf.torch.ParameterSet;

/** One member of a reward network in plain Java doubles, for comparison. */
final class ReferenceNetwork {
  /** By layer: weights [in][out] and biases [out]. */
  final double[][][] weights;

  final double[][] biases;

  ReferenceNetwork(ParameterSet parameters, int member) {
    int layers = parameters.size() / 2;
    weights = new double[layers][][];
    biases = new double[layers][];
    for (int layer = 0; layer < layers; layer++) {
      String name = "layers." + layer;
      long[] shape = parameters.shape(name + ".weight").getShape();
      int in = (int) shape[1];
      int out = (int) shape[2];
      float[] w = parameters.values(name + ".weight");
      float[] b = parameters.values(name + ".bias");
      weights[layer] = new double[in][out];
      biases[layer] = new double[out];
      for (int j = 0; j < out; j++) {
        for (int i = 0; i < in; i++) {
          weights[layer][i][j] = w[(member * in + i) * out + j];
        }
        biases[layer][j] = b[member * out + j];
      }
    }
  }

  double reward(double... input) {
    double[] h = input;
    for (int layer = 0; layer < weights.length; layer++) {
      double[] next = biases[layer].clone();
      for (int j = 0; j < next.length; j++) {
        for (int i = 0; i < h.length; i++) {
          next[j] += h[i] * weights[layer][i][j];
        }
        if (layer + 1 < weights.length) {
          next[j] = Math.max(0, next[j]);
        }
      }
      h = next;
    }
    return h[0];
  }
}
