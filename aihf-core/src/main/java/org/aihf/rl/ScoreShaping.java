package org.aihf.rl;

/**
 * What is done to a sequence's score before a policy sees it: clipped to ±{@code clip}, then
 * lowered by {@code missingEosPenalty} if the answer never ended. The penalty comes last so that
 * clipping cannot hide it.
 *
 * @param clip &gt; 0; infinity for none (10 in OpenRLHF and trlx)
 * @param missingEosPenalty ≥ 0, subtracted as in TRL
 */
public record ScoreShaping(double clip, double missingEosPenalty) {
  /** Scores as they are. */
  public static final ScoreShaping NONE = new ScoreShaping(Double.POSITIVE_INFINITY, 0);

  public ScoreShaping {
    if (!(clip > 0)) {
      throw new IllegalArgumentException("clip must be > 0 (infinity: none), not " + clip);
    }
    if (!(missingEosPenalty >= 0) || Double.isInfinite(missingEosPenalty)) {
      throw new IllegalArgumentException(
          "missingEosPenalty must be finite and >= 0, not " + missingEosPenalty);
    }
  }

  /**
   * The shaped scores, {@code [sequence]}.
   *
   * @param ended whether each sequence has its EOS
   */
  public double[] apply(double[] scores, boolean[] ended) {
    if (ended.length != scores.length) {
      throw new IllegalArgumentException(
          "%d scores but %d end flags".formatted(scores.length, ended.length));
    }
    double[] shaped = new double[scores.length];
    for (int i = 0; i < shaped.length; i++) {
      double clipped = Math.max(-clip, Math.min(clip, scores[i]));
      shaped[i] = ended[i] ? clipped : clipped - missingEosPenalty;
    }
    return shaped;
  }
}
