package org.aihf.examples.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * The seeds of one thing.
 *
 * @param index position in order of appearance: its colour
 */
record Group(int index, String name, List<Run> runs) {
  static List<Group> of(List<Run> runs) {
    Map<String, List<Run>> byName = new LinkedHashMap<>();
    runs.forEach(run -> byName.computeIfAbsent(run.group(), name -> new ArrayList<>()).add(run));
    List<Group> groups = new ArrayList<>();
    byName.forEach((name, members) -> groups.add(new Group(groups.size(), name, members)));
    return groups;
  }

  /** The same groups in the same colours with only these runs, those that have any. */
  static List<Group> where(List<Group> groups, Predicate<Run> wanted) {
    return groups.stream()
        .map(g -> new Group(g.index, g.name, g.runs.stream().filter(wanted).toList()))
        .filter(group -> !group.runs.isEmpty())
        .toList();
  }

  /** Of its first run. */
  String method() {
    return runs.get(0).method();
  }

  Spread spread(ToDoubleFunction<Run> value) {
    return Spread.of(runs.stream().mapToDouble(value).toArray());
  }

  Spread trueReward() {
    return spread(Run::trueReward);
  }

  /**
   * A metric over training: at each step that every seed has, mean and spread over the seeds.
   *
   * @param metric NaN where a row does not have it
   */
  List<CurvePoint> curve(ToDoubleFunction<MetricRow> metric) {
    TreeMap<Long, List<MetricRow>> bySteps = new TreeMap<>();
    for (Run run : runs) {
      Map<Long, MetricRow> latest = new LinkedHashMap<>();
      for (MetricRow row : run.metrics()) {
        if (Double.isFinite(metric.applyAsDouble(row))) {
          latest.put(row.step(), row);
        }
      }
      latest.forEach((step, row) -> bySteps.computeIfAbsent(step, s -> new ArrayList<>()).add(row));
    }
    int most = bySteps.values().stream().mapToInt(List::size).max().orElse(0);
    List<CurvePoint> curve = new ArrayList<>();
    bySteps.forEach(
        (step, rows) -> {
          if (rows.size() == most) {
            Spread values = Spread.of(rows.stream().mapToDouble(metric).toArray());
            double time = Spread.of(rows.stream().mapToDouble(MetricRow::time).toArray()).mean();
            curve.add(new CurvePoint(step, time, values));
          }
        });
    return curve;
  }
}
