package org.aihf.llm.model;

import java.util.List;

/**
 * A value of every state of an answer: before each completion token and after the last, read off
 * the token before. Before the first token of all there is no state; its value is 0.
 *
 * @param constant whether the layer has a bias, as a score head with a bias or a normaliser needs
 */
record ValueHead(boolean constant) implements Head {
  static final String WEIGHT = "score.weight";
  static final String BIAS = "score.bias";

  @Override
  public String methods() {
    return "sequence";
  }

  @Override
  public List<Weight> weights(LmConfig config, Architecture architecture) {
    return List.of(Weight.matrix(WEIGHT, 1, config.hiddenSize()), Weight.bias(constant, BIAS, 1));
  }

  @Override
  public long[] rows(PackedTokens packed, TokenLayout layout) {
    long[] rows = new long[count(packed.members())];
    int next = 0;
    for (PackedTokens.Member member : packed.members()) {
      int prompt = member.sequence().prompt().length;
      for (int t = first(member); t < states(member); t++) {
        rows[next++] = layout.tokenAt(member, prompt + t - 1);
      }
    }
    return rows;
  }

  @Override
  public List<long[]> arguments(PackedTokens packed) {
    return List.of();
  }

  @Override
  public double[][] scalars(List<PackedTokens.Member> members, float[] scores) {
    double[][] scalars = new double[members.size()][];
    int next = 0;
    for (int m = 0; m < scalars.length; m++) {
      scalars[m] = new double[states(members.get(m))];
      for (int t = first(members.get(m)); t < scalars[m].length; t++) {
        scalars[m][t] = scores[next++];
      }
    }
    return scalars;
  }

  @Override
  public float[] coefficients(List<PackedTokens.Member> members, double[][] coefficients) {
    float[] flat = new float[count(members)];
    int next = 0;
    for (int m = 0; m < coefficients.length; m++) {
      for (int t = first(members.get(m)); t < coefficients[m].length; t++) {
        flat[next++] = (float) coefficients[m][t];
      }
    }
    return flat;
  }

  private static int states(PackedTokens.Member member) {
    return member.sequence().completion().length + 1;
  }

  private static int first(PackedTokens.Member member) {
    return member.sequence().prompt().length == 0 ? 1 : 0;
  }

  private static int count(List<PackedTokens.Member> members) {
    return members.stream().mapToInt(member -> states(member) - first(member)).sum();
  }
}
