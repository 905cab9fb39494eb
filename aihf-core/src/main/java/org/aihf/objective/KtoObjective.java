package org.aihf.objective;

import java.util.Arrays;
import org.aihf.Metrics;

/**
 * KTO (Ethayarajh et al. 2024, eq. 7), of answers that are desirable or not, no pairs needed:
 * {@code mean λ_D σ(β(z₀ − a))} over desirable and {@code λ_U σ(β(a − z₀))} over undesirable
 * answers, with a = log π/π⁰ of the answer.
 *
 * @param beta β &gt; 0; 0.1 in TRL
 * @param desirableWeight λ_D
 * @param undesirableWeight λ_U; λ_D n_D = λ_U n_U balances unequal numbers
 */
public record KtoObjective(double beta, double desirableWeight, double undesirableWeight) {
  public KtoObjective {
    if (!(beta > 0) || Double.isInfinite(beta)) {
      throw new IllegalArgumentException("beta must be finite and > 0, not " + beta);
    }
    requireWeight("desirableWeight", desirableWeight);
    requireWeight("undesirableWeight", undesirableWeight);
  }

  /** The loss and ∂loss/∂a, {@code [answer]}. */
  public record Result(double loss, double[] coefficients, Metrics metrics) {}

  /**
   * z₀, a constant of the batch: an estimate of KL(π‖π⁰), at least 0.
   *
   * @param mismatched log π/π⁰ of answers given to other prompts than their own; empty: 0, which is
   *     TRL's {@code apo_zero_unpaired}
   */
  public static double baseline(double[] mismatched) {
    return Math.max(0, Arrays.stream(mismatched).average().orElse(0));
  }

  /**
   * @param logRatios a, {@code [answer]}
   * @param desirable {@code [answer]}
   * @param weights of the answers in the mean, {@code [answer]}
   * @param totalWeight of the whole batch
   */
  public Result evaluate(
      double[] logRatios,
      boolean[] desirable,
      double[] weights,
      double baseline,
      double totalWeight) {
    double[] coefficients = new double[logRatios.length];
    double loss = 0;
    double chosen = 0;
    double rejected = 0;
    int good = 0;
    for (int i = 0; i < logRatios.length; i++) {
      double sign = desirable[i] ? 1 : -1;
      double margin = sign * beta * (logRatios[i] - baseline);
      double share =
          weights[i] == 0
              ? 0
              : weights[i] * (desirable[i] ? desirableWeight : undesirableWeight) / totalWeight;
      loss += share * MarginLoss.SIGMOID.value(margin);
      coefficients[i] = share * MarginLoss.SIGMOID.slope(margin) * sign * beta;
      chosen += desirable[i] ? beta * logRatios[i] : 0;
      rejected += desirable[i] ? 0 : beta * logRatios[i];
      good += desirable[i] ? 1 : 0;
    }
    int bad = logRatios.length - good;
    Metrics metrics = Metrics.of("loss", loss).with("kl", baseline);
    if (good > 0) {
      metrics = metrics.with("rewards/chosen", chosen / good);
    }
    if (bad > 0) {
      metrics = metrics.with("rewards/rejected", rejected / bad);
    }
    if (good > 0 && bad > 0) {
      metrics = metrics.with("rewards/margins", chosen / good - rejected / bad);
    }
    return new Result(loss, coefficients, metrics);
  }

  private static void requireWeight(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be finite and >= 0, not " + value);
    }
  }
}
