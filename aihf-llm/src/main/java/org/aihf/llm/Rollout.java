package org.aihf.llm;

import java.util.Arrays;
import java.util.List;
import org.aihf.llm.model.TokenSequence;

/**
 * The answers of one update and what stays as it is while the policy learns from them. Sequences
 * are numbered through: sample s of prompt p is {@code p · samplesPerPrompt + s}.
 *
 * @param groups {@code [prompt][sample]}, as many samples for each prompt
 * @param scores R(τ), shaped, {@code [sequence]}
 * @param greedyScores of the greedy answers, {@code [prompt]}; NaN where there are none
 * @param refLogProbs log π⁰, {@code [prompt][sample][token]}
 * @param klCoefficient β
 */
@SuppressWarnings("ArrayRecordComponent")
record Rollout(
    List<List<TokenSequence>> groups,
    double[] scores,
    double[] greedyScores,
    double[][][] refLogProbs,
    double klCoefficient) {

  int samplesPerPrompt() {
    return groups.get(0).size();
  }

  /** Completion tokens of every sequence. */
  int[] lengths() {
    return groups.stream().flatMap(List::stream).mapToInt(s -> s.completion().length).toArray();
  }

  /** {@code [sequence][scalar]} of what a model says of {@link #groups}. */
  static double[][] flat(double[][][] grouped) {
    return Arrays.stream(grouped).flatMap(Arrays::stream).toArray(double[][]::new);
  }
}
