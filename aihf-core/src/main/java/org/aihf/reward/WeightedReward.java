package org.aihf.reward;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.aihf.Metrics;

/**
 * Several rewards as one: Σ weight · R(τ).
 *
 * @param parts at least one
 */
public record WeightedReward<T>(List<Part<T>> parts) implements RewardFunction<T> {

  /**
   * One summand.
   *
   * @param name what errors and metrics call it; parts have different ones
   * @param weight finite; negative for a penalty
   */
  public record Part<T>(String name, double weight, RewardFunction<T> reward) {
    public Part {
      if (!Double.isFinite(weight)) {
        throw new IllegalArgumentException(
            "weight of reward '%s' is %s; it must be finite".formatted(name, weight));
      }
    }
  }

  public WeightedReward {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("parts of a weighted reward are empty; give at least one");
    }
    Set<String> names = new HashSet<>();
    for (Part<T> part : parts) {
      if (!names.add(part.name())) {
        throw new IllegalArgumentException(
            "two parts of a weighted reward are called '%s'".formatted(part.name()));
      }
    }
  }

  /**
   * @throws ArithmeticException naming the part whose scores are not one finite number each
   */
  @Override
  public double[] score(List<T> trajectories) {
    return measure(trajectories).scores();
  }

  /**
   * With {@code rewards/NAME/mean} and {@code rewards/NAME/std} of each part's own scores, not yet
   * weighted; nothing of a sum of one part, whose scores are the sum's.
   *
   * @throws ArithmeticException as {@link #score}
   */
  @Override
  public Measured measure(List<T> trajectories) {
    double[] sum = new double[trajectories.size()];
    Metrics metrics = Metrics.empty();
    for (Part<T> part : parts) {
      double[] scores = scores(part, trajectories);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += part.weight() * scores[i];
      }
      if (parts.size() > 1 && scores.length > 0) {
        double mean = Arrays.stream(scores).average().orElseThrow();
        metrics =
            metrics
                .with("rewards/" + part.name() + "/mean", mean)
                .with("rewards/" + part.name() + "/std", standardDeviation(scores, mean));
      }
    }
    return new Measured(sum, metrics);
  }

  private static double standardDeviation(double[] values, double mean) {
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
  }

  private static <T> double[] scores(Part<T> part, List<T> trajectories) {
    try {
      return part.reward().finiteScores(trajectories);
    } catch (ArithmeticException e) {
      throw new ArithmeticException("reward '%s': %s".formatted(part.name(), e.getMessage()));
    }
  }
}
