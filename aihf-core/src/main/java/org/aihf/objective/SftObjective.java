package org.aihf.objective;

import java.util.Arrays;
import org.aihf.Metrics;

/**
 * Maximum likelihood of demonstrations (eq. 2 and 6), as a loss to minimise: {@code −Σ γ^t log
 * π(a_t|s_t) / N}, N the tokens of the whole batch. Preferences are ignored.
 *
 * @param gamma γ in (0, 1]; 1 (plain cross-entropy, everybody's SFT) unless eq. 6's discount is
 *     wanted
 */
public record SftObjective(double gamma) implements PolicyObjective {
  /** γ = 1. */
  public static final SftObjective CROSS_ENTROPY = new SftObjective(1);

  public SftObjective {
    if (!(gamma > 0 && gamma <= 1)) {
      throw new IllegalArgumentException("gamma must be in (0, 1], not " + gamma);
    }
  }

  @Override
  public boolean usesReference() {
    return false;
  }

  @Override
  public Result evaluate(Scores scores, Counts counts) {
    double[][] logProbs = scores.demonstrations();
    double[][] coefficients = new double[logProbs.length][];
    double tokens = counts.demonstrationTokens();
    double loss = 0;
    double logProbSum = 0;
    for (int i = 0; i < logProbs.length; i++) {
      coefficients[i] = new double[logProbs[i].length];
      double discount = 1;
      for (int t = 0; t < coefficients[i].length; t++) {
        loss -= discount * logProbs[i][t] / tokens;
        coefficients[i][t] = -discount / tokens;
        discount *= gamma;
      }
      logProbSum += Arrays.stream(logProbs[i]).sum();
    }
    Pairs pairs = scores.preferences();
    return new Result(
        loss,
        coefficients,
        Result.zeros(pairs.chosen()),
        Result.zeros(pairs.rejected()),
        Metrics.of("loss", loss)
            .with("logps/demonstrations", logProbSum / counts.demonstrations()));
  }
}
