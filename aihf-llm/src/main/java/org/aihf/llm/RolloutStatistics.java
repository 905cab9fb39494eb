package org.aihf.llm;

import java.util.Arrays;
import org.aihf.Metrics;
import org.aihf.rl.KlEstimator;
import org.aihf.rl.TokenRewards;

/** Sums over one rollout's answers as the policy that gave them sees them. */
final class RolloutStatistics {
  private double kl;
  private double surprise;
  private int sequences;

  void add(double[][] logProbs, double[][] refLogProbs) {
    double[][] k1 = TokenRewards.kl(KlEstimator.K1, logProbs, refLogProbs);
    for (int i = 0; i < logProbs.length; i++) {
      kl += Arrays.stream(k1[i]).sum();
      surprise -= Arrays.stream(logProbs[i]).sum();
      sequences++;
    }
  }

  /**
   * Means over sequences of the summed k1, and of −log π(τ): a sample estimate of the sequence
   * entropy, in nats.
   */
  Metrics metrics() {
    return Metrics.of("objective/kl", kl / sequences)
        .with("objective/entropy", surprise / sequences);
  }
}
