package org.aihf.llm.model;

import java.util.Arrays;
import java.util.List;

/**
 * Log-probabilities as {@link Head.Tokens}, followed by the entropies of the distributions that
 * they were drawn from.
 */
record EntropyHead() implements Head {
  private static final Head.Tokens TOKENS = new Head.Tokens();

  @Override
  public String methods() {
    return "entropy";
  }

  @Override
  public List<Weight> weights(LmConfig config, Architecture architecture) {
    return TOKENS.weights(config, architecture);
  }

  @Override
  public long[] rows(PackedTokens packed, TokenLayout layout) {
    return TOKENS.rows(packed, layout);
  }

  @Override
  public List<long[]> arguments(PackedTokens packed) {
    return TOKENS.arguments(packed);
  }

  /** {@code [member][log-probs, then as many entropies]}. */
  @Override
  public double[][] scalars(List<PackedTokens.Member> members, float[] scores) {
    double[][] logProbs = TOKENS.scalars(members, column(scores, 0));
    double[][] entropies = TOKENS.scalars(members, column(scores, 1));
    double[][] scalars = new double[members.size()][];
    for (int m = 0; m < scalars.length; m++) {
      int count = logProbs[m].length;
      scalars[m] = Arrays.copyOf(logProbs[m], 2 * count);
      System.arraycopy(entropies[m], 0, scalars[m], count, count);
    }
    return scalars;
  }

  @Override
  public float[] coefficients(List<PackedTokens.Member> members, double[][] coefficients) {
    double[][] first = new double[coefficients.length][];
    double[][] second = new double[coefficients.length][];
    for (int m = 0; m < first.length; m++) {
      int count = coefficients[m].length / 2;
      first[m] = Arrays.copyOf(coefficients[m], count);
      second[m] = Arrays.copyOfRange(coefficients[m], count, 2 * count);
    }
    float[] ofLogProbs = TOKENS.coefficients(members, first);
    float[] ofEntropies = TOKENS.coefficients(members, second);
    float[] flat = new float[2 * ofLogProbs.length];
    for (int i = 0; i < ofLogProbs.length; i++) {
      flat[2 * i] = ofLogProbs[i];
      flat[2 * i + 1] = ofEntropies[i];
    }
    return flat;
  }

  private static float[] column(float[] scores, int column) {
    float[] values = new float[scores.length / 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = scores[2 * i + column];
    }
    return values;
  }
}
