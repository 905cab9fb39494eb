package org.aihf.llm;

import java.util.Arrays;
import org.aihf.rl.GroupAdvantage;
import org.aihf.rl.KlEstimator;
import org.aihf.rl.Remax;
import org.aihf.rl.TokenRewards;

/**
 * How a policy learns from sampled answers. All maximise {@code E[R(τ)] − β KL(π‖π⁰)} (eq. 7); they
 * differ in the baseline.
 */
public sealed interface PolicyGradient permits PolicyGradient.OneStep, Ppo {
  /** Answers sampled per prompt and update. */
  int samplesPerPrompt();

  /** Whether one greedy answer per prompt is decoded and scored as the baseline. */
  boolean greedyBaseline();

  /** One step per rollout: answers to a prompt become advantages without a critic. */
  sealed interface OneStep extends PolicyGradient {
    /**
     * Advantages of the samples of one prompt.
     *
     * @param scores R(τ), shaped, {@code [sample]}
     * @param greedyScore the greedy answer's; unused without {@link #greedyBaseline()}
     * @param logProbs log π, {@code [sample][token]}
     * @param refLogProbs log π⁰, same shape
     * @param klCoefficient β
     * @return {@code [sample][token]}
     */
    double[][] advantages(
        double[] scores,
        double greedyScore,
        double[][] logProbs,
        double[][] refLogProbs,
        double klCoefficient);
  }

  /**
   * RLOO, GRPO: samples of a prompt are compared with each other, the KL is part of each one's
   * reward (as in TRL's RLOO).
   *
   * @param samplesPerPrompt at least 2
   */
  record Comparison(GroupAdvantage advantage, int samplesPerPrompt) implements OneStep {
    public Comparison {
      if (samplesPerPrompt < 2) {
        throw new IllegalArgumentException(
            "%s compares samples with each other: samplesPerPrompt must be at least 2, not %d"
                .formatted(advantage, samplesPerPrompt));
      }
    }

    @Override
    public boolean greedyBaseline() {
      return false;
    }

    @Override
    public double[][] advantages(
        double[] scores,
        double greedyScore,
        double[][] logProbs,
        double[][] refLogProbs,
        double klCoefficient) {
      double[][] kl = TokenRewards.kl(KlEstimator.K1, logProbs, refLogProbs);
      double[] rewards = TokenRewards.sequence(scores, kl, klCoefficient);
      double[] perSequence = advantage.of(rewards, samplesPerPrompt);
      double[][] perToken = new double[scores.length][];
      for (int i = 0; i < perToken.length; i++) {
        perToken[i] = new double[logProbs[i].length];
        Arrays.fill(perToken[i], perSequence[i]);
      }
      return perToken;
    }
  }

  /** ReMax: one sample and one greedy answer per prompt. */
  record GreedyBaseline(Remax remax) implements OneStep {
    @Override
    public int samplesPerPrompt() {
      return 1;
    }

    @Override
    public boolean greedyBaseline() {
      return true;
    }

    @Override
    public double[][] advantages(
        double[] scores,
        double greedyScore,
        double[][] logProbs,
        double[][] refLogProbs,
        double klCoefficient) {
      double[] greedy = new double[scores.length];
      Arrays.fill(greedy, greedyScore);
      return remax.advantages(scores, greedy, logProbs, refLogProbs, klCoefficient);
    }
  }
}
