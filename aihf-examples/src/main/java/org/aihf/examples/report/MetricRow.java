package org.aihf.examples.report;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A row of {@code metrics.jsonl}.
 *
 * @param time seconds since the run began
 */
record MetricRow(long step, double time, Map<String, Double> values) {
  /** The value, or NaN. */
  double get(String name) {
    return values.getOrDefault(name, Double.NaN);
  }

  /** A later row of the same step, with what only this one has. */
  MetricRow updatedBy(MetricRow later) {
    Map<String, Double> both = new LinkedHashMap<>(values);
    both.putAll(later.values);
    return new MetricRow(later.step, later.time, both);
  }
}
