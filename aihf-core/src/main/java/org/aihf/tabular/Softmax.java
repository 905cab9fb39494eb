package org.aihf.tabular;

import java.util.Arrays;
import org.aihf.random.RandomStream;

/** Softmax policies over finite sets: eq. 9 and 11 without overflow. */
public final class Softmax {
  private Softmax() {}

  /** {@code exp(x_i) / Σ exp(x_j)}; −∞ gives exactly 0. */
  public static double[] of(double[] logits) {
    double normalizer = logSumExp(logits);
    return Arrays.stream(logits).map(x -> Math.exp(x - normalizer)).toArray();
  }

  /** {@code π⁰_i exp(r_i/β) / Σ π⁰_j exp(r_j/β)}: the arg max of eq. 7 for one step (eq. 11). */
  public static double[] tilt(double[] prior, double[] reward, double beta) {
    return of(tiltedLogits(prior, reward, beta));
  }

  /** β log Σ π⁰_i exp(r_i/β): the value of that arg max (eq. 33). */
  public static double value(double[] prior, double[] reward, double beta) {
    return beta * logSumExp(tiltedLogits(prior, reward, beta));
  }

  /** log Σ exp(x_i). */
  public static double logSumExp(double[] x) {
    double max = Arrays.stream(x).max().orElseThrow();
    if (max == Double.NEGATIVE_INFINITY) {
      throw new ArithmeticException("every logit is -infinity: there is nothing to choose from");
    }
    return max + Math.log(Arrays.stream(x).map(v -> Math.exp(v - max)).sum());
  }

  /** An index drawn with these probabilities, from one uniform number. */
  public static int sample(double[] probabilities, RandomStream random) {
    double left = random.nextDouble();
    int last = 0;
    for (int i = 0; i < probabilities.length; i++) {
      if (probabilities[i] > 0) {
        last = i;
        left -= probabilities[i];
        if (left < 0) {
          return i;
        }
      }
    }
    return last;
  }

  private static double[] tiltedLogits(double[] prior, double[] reward, double beta) {
    double[] logits = new double[prior.length];
    Arrays.setAll(logits, i -> Math.log(prior[i]) + reward[i] / beta);
    return logits;
  }
}
