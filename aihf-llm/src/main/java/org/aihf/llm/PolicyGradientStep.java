package org.aihf.llm;

import java.util.Arrays;
import org.aihf.Metrics;
import org.aihf.llm.model.CausalLm;

/**
 * One gradient step per rollout: probability ratios are 1 by construction, so nothing is clipped,
 * and the policy's log-probabilities come with the gradient's own pass.
 */
final class PolicyGradientStep implements OnPolicyUpdate {
  private final CausalLm model;
  private final PolicyGradient.OneStep gradient;
  private final PolicyConfig config;

  PolicyGradientStep(CausalLm model, PolicyGradient.OneStep gradient, PolicyConfig config) {
    this.model = model;
    this.gradient = gradient;
    this.config = config;
  }

  @Override
  public Metrics apply(Rollout rollout, long update) {
    int perPrompt = rollout.samplesPerPrompt();
    double[] weights = config.aggregation().weights(rollout.lengths());
    RolloutStatistics statistics = new RolloutStatistics();
    model.accumulate(
        rollout.groups(),
        (group, logProbs) -> {
          double[][] refLogProbs = rollout.refLogProbs()[group];
          statistics.add(logProbs, refLogProbs);
          int first = group * perPrompt;
          double[][] advantages =
              gradient.advantages(
                  Arrays.copyOfRange(rollout.scores(), first, first + perPrompt),
                  rollout.greedyScores()[group],
                  logProbs,
                  refLogProbs,
                  rollout.klCoefficient());
          return coefficients(advantages, weights, first);
        });
    double learningRate = config.learningRate().at(update);
    double gradientNorm = model.step(learningRate);
    return statistics
        .metrics()
        .with("policy/grad_norm", gradientNorm)
        .with("policy/learning_rate", learningRate);
  }

  /** −w·A per token. */
  private static double[][] coefficients(double[][] advantages, double[] weights, int first) {
    double[][] result = new double[advantages.length][];
    for (int i = 0; i < result.length; i++) {
      double weight = weights[first + i];
      result[i] = Arrays.stream(advantages[i]).map(a -> -a * weight).toArray();
    }
    return result;
  }
}
