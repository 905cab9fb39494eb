package org.aihf.tabular;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.aihf.objective.Sigmoid;

/**
 * The concave log-likelihood of choices: {@code ℓ(R) = Σ_i n_i log π_i(R) + Σ_{i,j} w_ij log σ(R_i
 * − R_j)}, π the softmax of R (β = 1). A demonstration is a choice among all actions, a preference
 * one among two; eq. 16 and 29 are its cases.
 *
 * @param demonstrations n_i ≥ 0
 * @param wins w_ij ≥ 0, i preferred to j
 */
record LuceLikelihood(double[] demonstrations, double[][] wins) {
  private static final double TOLERANCE = 1e-12;
  private static final int MAX_STEPS = 200;

  double value(double[] reward) {
    double normalizer = Softmax.logSumExp(reward);
    double value = 0;
    for (int i = 0; i < reward.length; i++) {
      value += demonstrations[i] * (reward[i] - normalizer);
      for (int j = 0; j < reward.length; j++) {
        if (wins[i][j] > 0) {
          value += wins[i][j] * Sigmoid.log(reward[i] - reward[j]);
        }
      }
    }
    return value;
  }

  double[] gradient(double[] reward) {
    double[] policy = Softmax.of(reward);
    double total = DoubleStream.of(demonstrations).sum();
    double[] gradient = new double[reward.length];
    for (int i = 0; i < reward.length; i++) {
      gradient[i] += demonstrations[i] - total * policy[i];
      for (int j = 0; j < reward.length; j++) {
        double surprise = wins[i][j] * Sigmoid.of(reward[j] - reward[i]);
        gradient[i] += surprise;
        gradient[j] -= surprise;
      }
    }
    return gradient;
  }

  /**
   * The softmax policy of the maximum, by Newton steps with R_1 held, until the gradient is 1e-12
   * of the data.
   *
   * @throws IllegalArgumentException if there is no finite maximum: the actions fall into two parts
   *     and no action of one was ever chosen over one of the other
   */
  double[] argMax() {
    requireMaximum();
    int n = demonstrations.length;
    double[] reward = new double[n];
    double scale =
        DoubleStream.of(demonstrations).sum()
            + Arrays.stream(wins).flatMapToDouble(Arrays::stream).sum();
    for (int step = 0; step < MAX_STEPS; step++) {
      double[] gradient = gradient(reward);
      double largest = DoubleStream.of(gradient).map(Math::abs).max().orElse(0);
      reward = ascend(reward, newtonDirection(reward, gradient), gradient);
      if (largest <= TOLERANCE * scale) {
        return Softmax.of(reward);
      }
    }
    throw new ArithmeticException(
        "no maximum likelihood found in " + MAX_STEPS + " Newton steps: the data are too extreme");
  }

  /** Solves −H d = g over R_2 … R_N. */
  private double[] newtonDirection(double[] reward, double[] gradient) {
    int n = reward.length;
    double[] policy = Softmax.of(reward);
    double total = DoubleStream.of(demonstrations).sum();
    double[][] curvature = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        curvature[i][j] += total * ((i == j ? policy[i] : 0) - policy[i] * policy[j]);
        if (i != j) {
          double p = Sigmoid.of(reward[i] - reward[j]);
          double weight = (wins[i][j] + wins[j][i]) * p * (1 - p);
          curvature[i][j] -= weight;
          curvature[i][i] += weight;
        }
      }
    }
    double[][] free =
        IntStream.range(1, n)
            .mapToObj(i -> Arrays.copyOfRange(curvature[i], 1, n))
            .toArray(double[][]::new);
    double[] step = LinearSystem.solve(free, Arrays.copyOfRange(gradient, 1, n));
    return DoubleStream.concat(DoubleStream.of(0), DoubleStream.of(step)).toArray();
  }

  private double[] ascend(double[] reward, double[] direction, double[] gradient) {
    double before = value(reward);
    double slope =
        IntStream.range(0, reward.length).mapToDouble(i -> direction[i] * gradient[i]).sum();
    // So close to the maximum the value is all rounding; the full step is right.
    boolean close = slope <= 1e-9 * Math.max(1, Math.abs(before));
    for (double size = 1; size > 1e-10; size /= 2) {
      double length = size;
      double[] next = new double[reward.length];
      Arrays.setAll(next, i -> reward[i] + length * direction[i]);
      if (close || value(next) >= before + 1e-4 * size * slope) {
        return next;
      }
    }
    return reward;
  }

  /** Ford's condition: the graph "was chosen over" must be strongly connected. */
  private void requireMaximum() {
    for (boolean forward : new boolean[] {true, false}) {
      boolean[] reached = reachedFromFirst(forward);
      int[] apart = IntStream.range(0, reached.length).filter(i -> !reached[i]).toArray();
      if (apart.length > 0) {
        throw new IllegalArgumentException(
            "no finite rewards maximise the likelihood: actions %s never %s any of the others"
                .formatted(
                    Arrays.toString(Arrays.stream(apart).map(i -> i + 1).toArray()),
                    forward ? "lost against" : "won against"));
      }
    }
  }

  private boolean[] reachedFromFirst(boolean forward) {
    int n = demonstrations.length;
    boolean[] reached = new boolean[n];
    int[] queue = new int[n];
    reached[0] = true;
    int head = 0;
    int tail = 1;
    while (head < tail) {
      int i = queue[head++];
      for (int j = 0; j < n; j++) {
        int winner = forward ? i : j;
        int loser = forward ? j : i;
        if (!reached[j] && (demonstrations[winner] > 0 || wins[winner][loser] > 0)) {
          reached[j] = true;
          queue[tail++] = j;
        }
      }
    }
    return reached;
  }
}
