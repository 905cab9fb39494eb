package org.aihf.llm.model;

import java.util.List;

/** What is read off the last hidden states: the scalars of a sequence, and from which tokens. */
sealed interface Head permits Head.Tokens, Head.Labels, EntropyHead, ValueHead {
  /** Prefix of the kernel's three methods for this head. */
  String methods();

  /** The weight of this head. */
  Weight weight(LmConfig config, Architecture architecture);

  /** Tokens whose hidden states are read, in order of the members. The kernel may get more. */
  long[] rows(PackedTokens packed, TokenLayout layout);

  /** Further index arguments of the kernel's methods. */
  List<long[]> arguments(PackedTokens packed);

  /** The scalars of each member from the kernel's numbers. */
  double[][] scalars(List<PackedTokens.Member> members, float[] scores);

  /** The reverse of {@link #scalars}: coefficients of the kernel's numbers. */
  float[] coefficients(List<PackedTokens.Member> members, double[][] coefficients);

  /** Log-probabilities of completion tokens; the row before a token predicts it. */
  record Tokens() implements Head {
    @Override
    public String methods() {
      return "token";
    }

    @Override
    public Weight weight(LmConfig config, Architecture architecture) {
      return architecture.output();
    }

    @Override
    public long[] rows(PackedTokens packed, TokenLayout layout) {
      long[] rows = new long[count(packed.members())];
      int next = 0;
      for (PackedTokens.Member member : packed.members()) {
        int prompt = member.sequence().prompt().length;
        for (int t = first(member); t < member.sequence().completion().length; t++) {
          rows[next++] = layout.tokenAt(member, prompt + t - 1);
        }
      }
      return rows;
    }

    @Override
    public List<long[]> arguments(PackedTokens packed) {
      long[] targets = new long[count(packed.members())];
      int next = 0;
      for (PackedTokens.Member member : packed.members()) {
        int[] completion = member.sequence().completion();
        for (int t = first(member); t < completion.length; t++) {
          targets[next++] = completion[t];
        }
      }
      return List.of(targets);
    }

    @Override
    public double[][] scalars(List<PackedTokens.Member> members, float[] scores) {
      double[][] scalars = new double[members.size()][];
      int next = 0;
      for (int m = 0; m < scalars.length; m++) {
        scalars[m] = new double[members.get(m).sequence().completion().length];
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

    /** The first predicted completion token: after an empty prompt, nothing predicts token 0. */
    private static int first(PackedTokens.Member member) {
      return member.sequence().prompt().length == 0 ? 1 : 0;
    }

    private static int count(List<PackedTokens.Member> members) {
      int count = 0;
      for (PackedTokens.Member member : members) {
        count += Math.max(0, member.sequence().completion().length - first(member));
      }
      return count;
    }
  }

  /** Label scores of whole sequences; the scalar is label 0. */
  record Labels(int count) implements Head {
    @Override
    public String methods() {
      return "sequence";
    }

    @Override
    public Weight weight(LmConfig config, Architecture architecture) {
      return Weight.matrix("score.weight", count, config.hiddenSize());
    }

    @Override
    public long[] rows(PackedTokens packed, TokenLayout layout) {
      return packed.members().stream().mapToLong(layout::lastToken).toArray();
    }

    @Override
    public List<long[]> arguments(PackedTokens packed) {
      return List.of();
    }

    @Override
    public double[][] scalars(List<PackedTokens.Member> members, float[] scores) {
      double[][] scalars = new double[members.size()][];
      for (int m = 0; m < scalars.length; m++) {
        scalars[m] = new double[] {scores[m * count]};
      }
      return scalars;
    }

    /** All labels of each member. */
    double[][] labels(List<PackedTokens.Member> members, float[] scores) {
      double[][] labels = new double[members.size()][count];
      for (int i = 0; i < members.size() * count; i++) {
        labels[i / count][i % count] = scores[i];
      }
      return labels;
    }

    @Override
    public float[] coefficients(List<PackedTokens.Member> members, double[][] coefficients) {
      float[] flat = new float[members.size() * count];
      for (int m = 0; m < coefficients.length; m++) {
        flat[m * count] = (float) coefficients[m][0];
      }
      return flat;
    }
  }
}
