package org.aihf.reward;

import java.util.List;

/**
 * Several rewards as one: Σ weight · R(τ).
 *
 * @param parts at least one
 */
public record WeightedReward<T>(List<Part<T>> parts) implements RewardFunction<T> {

  /**
   * One summand.
   *
   * @param name what errors call it
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
  }

  /**
   * @throws ArithmeticException naming the part whose scores are not one finite number each
   */
  @Override
  public double[] score(List<T> trajectories) {
    double[] sum = new double[trajectories.size()];
    for (Part<T> part : parts) {
      double[] scores = scores(part, trajectories);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += part.weight() * scores[i];
      }
    }
    return sum;
  }

  private static <T> double[] scores(Part<T> part, List<T> trajectories) {
    try {
      return part.reward().finiteScores(trajectories);
    } catch (ArithmeticException e) {
      throw new ArithmeticException("reward '%s': %s".formatted(part.name(), e.getMessage()));
    }
  }
}
