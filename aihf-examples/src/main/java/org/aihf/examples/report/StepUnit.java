package org.aihf.examples.report;

import java.util.List;

/** The unit of an axis of steps of the environment. */
enum StepUnit {
  STEPS("steps of the environment", 1),
  THOUSANDS("steps of the environment (thousands)", 1000);

  private final String label;
  private final double steps;

  StepUnit(String label, double steps) {
    this.label = label;
    this.steps = steps;
  }

  /** Thousands from 10,000 steps on. */
  static StepUnit fitting(List<Group> groups) {
    long most =
        groups.stream()
            .flatMap(group -> group.runs().stream())
            .flatMap(run -> run.metrics().stream())
            .mapToLong(MetricRow::step)
            .max()
            .orElse(0);
    return most >= 10 * THOUSANDS.steps ? THOUSANDS : STEPS;
  }

  String label() {
    return label;
  }

  double steps() {
    return steps;
  }
}
