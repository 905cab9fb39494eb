package org.aihf.examples.report;

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
}
