package org.aihf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named measurements of one step, in order. Names are TRL's where TRL has one ({@code
 * objective/kl}, {@code rewards/margins}), so dashboards carry over.
 */
public record Metrics(Map<String, Double> values) {
  public Metrics {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  public static Metrics empty() {
    return new Metrics(Map.of());
  }

  public static Metrics of(String name, double value) {
    return new Metrics(Map.of(name, value));
  }

  /** This and one more; an existing name is replaced. */
  public Metrics with(String name, double value) {
    Map<String, Double> all = new LinkedHashMap<>(values);
    all.put(name, value);
    return new Metrics(all);
  }

  /** This and all of {@code other}; the other's values win. */
  public Metrics and(Metrics other) {
    Map<String, Double> all = new LinkedHashMap<>(values);
    all.putAll(other.values);
    return new Metrics(all);
  }

  /** The value called {@code name}, or NaN. */
  public double get(String name) {
    return values.getOrDefault(name, Double.NaN);
  }

  /** The mean of each name over the steps that have it. */
  public static Metrics mean(List<Metrics> steps) {
    Map<String, double[]> sums = new LinkedHashMap<>();
    for (Metrics step : steps) {
      step.values.forEach(
          (name, value) -> {
            double[] sum = sums.computeIfAbsent(name, n -> new double[2]);
            sum[0] += value;
            sum[1]++;
          });
    }
    Map<String, Double> means = new LinkedHashMap<>();
    sums.forEach((name, sum) -> means.put(name, sum[0] / sum[1]));
    return new Metrics(means);
  }
}
