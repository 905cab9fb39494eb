package org.aihf.llm.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is read off the last hidden states: the scalars of a sequence, and from which tokens. */
sealed interface Head permits Head.Tokens, Head.Labels, EntropyHead, ValueHead {
  /** Prefix of the kernel's three methods for this head. */
  String methods();

  /** The weights of this head. */
  List<Weight> weights(LmConfig config, Architecture architecture);

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
    public List<Weight> weights(LmConfig config, Architecture architecture) {
      return List.of(architecture.output());
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

  /**
   * Label scores of whole sequences; the scalar is one of them.
   *
   * @param count number of labels
   * @param chosen index of the label that is the scalar
   * @param fromFirst whether the first token is read (an encoder's) rather than the last
   * @param safeRlhf settings of a {@code *ForScore} model; null for others
   */
  record Labels(
      LabelLayers layers,
      int count,
      int chosen,
      boolean fromFirst,
      ScoreNormalizer normalizer,
      @Nullable ScoreHeadSettings safeRlhf)
      implements Head {

    /** The head of {@code *ForSequenceClassification}. */
    static Labels of(LmConfig config, int count, int chosen) {
      return new Labels(
          LabelLayers.of(config),
          count,
          chosen,
          config.looksBothWays(),
          ScoreNormalizer.identity(count),
          null);
    }

    /** The head of safe-rlhf's {@code *ForScore}. */
    static Labels of(ScoreHeadSettings settings, int chosen) {
      return new Labels(
          settings.bias() ? LabelLayers.SCORE_HEAD : LabelLayers.SCORE_HEAD_NO_BIAS,
          settings.labels(),
          chosen,
          false,
          ScoreNormalizer.of(settings),
          settings);
    }

    @Override
    public String methods() {
      return "sequence";
    }

    @Override
    public List<Weight> weights(LmConfig config, Architecture architecture) {
      return layers.weights(config.hiddenSize(), count);
    }

    @Override
    public long[] rows(PackedTokens packed, TokenLayout layout) {
      return packed.members().stream()
          .mapToLong(m -> fromFirst ? layout.tokenAt(m, 0) : layout.lastToken(m))
          .toArray();
    }

    @Override
    public List<long[]> arguments(PackedTokens packed) {
      return List.of();
    }

    @Override
    public double[][] scalars(List<PackedTokens.Member> members, float[] scores) {
      double[][] scalars = new double[members.size()][];
      for (int m = 0; m < scalars.length; m++) {
        scalars[m] = new double[] {normalizer.apply(scores[m * count + chosen], chosen)};
      }
      return scalars;
    }

    /** All labels of each member. */
    double[][] labels(List<PackedTokens.Member> members, float[] scores) {
      double[][] labels = new double[members.size()][count];
      for (int i = 0; i < members.size() * count; i++) {
        labels[i / count][i % count] = normalizer.apply(scores[i], i % count);
      }
      return labels;
    }

    @Override
    public float[] coefficients(List<PackedTokens.Member> members, double[][] coefficients) {
      float[] flat = new float[members.size() * count];
      for (int m = 0; m < coefficients.length; m++) {
        flat[m * count + chosen] = (float) (coefficients[m][0] * normalizer.slope(chosen));
      }
      return flat;
    }
  }
}
