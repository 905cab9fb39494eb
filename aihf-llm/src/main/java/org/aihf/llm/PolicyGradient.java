package org.aihf.llm;

import java.util.Arrays;
import org.aihf.rl.Remax;
import org.aihf.rl.Rloo;

/**
 * How sampled answers to one prompt become advantages.
 *
 * <p>All maximise the sequence-level objective {@code E[R(τ)] − β KL(π‖π⁰)}; they differ in the baseline.
 */
public sealed interface PolicyGradient {
  /** Answers sampled per prompt and step. */
  int samplesPerPrompt();

  /** Whether one greedy answer per prompt is decoded and scored as the baseline. */
  default boolean greedyBaseline() {
    return false;
  }

  /**
   * Advantages of the samples of one prompt.
   *
   * @param scores R(τ) per sample, post-processed
   * @param logRatios log π − log π⁰ per sample and token
   * @param klCoefficient β
   * @param greedyScore the greedy answer's R, or NaN
   * @return {@code [sample][token]}
   */
  double[][] advantages(
      double[] scores, double[][] logRatios, double klCoefficient, double greedyScore);
}
