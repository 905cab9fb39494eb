package org.aihf.llm;

import java.util.ArrayList;
import java.util.List;
import org.aihf.Metrics;

/**
 * What one rollout's gradient steps looked like, under TRL's names: means over the mini-batches of
 * their means over tokens.
 */
final class PpoStatistics {
  private final List<Metrics> steps = new ArrayList<>();

  /** Sums over the tokens of one mini-batch, before its step. */
  static final class MiniBatch {
    double policyLoss;
    double valueLoss;
    private double squaredLogRatio;
    private double ratio;
    private double entropy;
    private int clipped;
    private int tokens;
    private int clippedValues;
    private int values;

    void addToken(double logRatio, boolean isClipped, double tokenEntropy) {
      squaredLogRatio += logRatio * logRatio;
      ratio += Math.exp(logRatio);
      clipped += isClipped ? 1 : 0;
      entropy += tokenEntropy;
      tokens++;
    }

    void addValue(boolean isClipped) {
      clippedValues += isClipped ? 1 : 0;
      values++;
    }
  }

  void add(MiniBatch batch, double policyGradientNorm, double valueGradientNorm) {
    steps.add(
        Metrics.of("policy/approxkl_avg", batch.squaredLogRatio / batch.tokens / 2)
            .with("policy/clipfrac_avg", (double) batch.clipped / batch.tokens)
            .with("policy/entropy_avg", batch.entropy / batch.tokens)
            .with("loss/policy_avg", batch.policyLoss)
            .with("loss/value_avg", batch.valueLoss)
            .with("val/clipfrac_avg", (double) batch.clippedValues / batch.values)
            .with("val/ratio", batch.ratio / batch.tokens)
            .with("policy/grad_norm", policyGradientNorm)
            .with("value/grad_norm", valueGradientNorm));
  }

  /** Each gradient step's, in order. */
  List<Metrics> steps() {
    return steps;
  }

  Metrics metrics() {
    Metrics mean = Metrics.mean(steps);
    double squares = 0;
    for (Metrics step : steps) {
      double deviation = step.get("val/ratio") - mean.get("val/ratio");
      squares += deviation * deviation;
    }
    double variance = steps.size() < 2 ? 0 : squares / (steps.size() - 1);
    return mean.with("val/ratio_var", variance);
  }
}
