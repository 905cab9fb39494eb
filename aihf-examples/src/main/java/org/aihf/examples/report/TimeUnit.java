package org.aihf.examples.report;

import java.util.List;

/** The unit of a wall-time axis. */
enum TimeUnit {
  SECONDS("wall time (s)", 1),
  MINUTES("wall time (min)", 60),
  HOURS("wall time (h)", 3600);

  private final String label;
  private final double seconds;

  TimeUnit(String label, double seconds) {
    this.label = label;
    this.seconds = seconds;
  }

  /** The largest unit of which the longest run takes at least three. */
  static TimeUnit fitting(List<Group> groups) {
    double longest =
        groups.stream()
            .flatMap(group -> group.runs().stream())
            .flatMap(run -> run.metrics().stream())
            .mapToDouble(MetricRow::time)
            .max()
            .orElse(0);
    return longest >= 3 * HOURS.seconds
        ? HOURS
        : longest >= 3 * MINUTES.seconds ? MINUTES : SECONDS;
  }

  String label() {
    return label;
  }

  double seconds() {
    return seconds;
  }
}
