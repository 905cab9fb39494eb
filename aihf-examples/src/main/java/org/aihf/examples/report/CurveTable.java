package org.aihf.examples.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every evaluation of every run as CSV, to plot elsewhere: one row a run and step, the numbers as
 * they were recorded, an empty field where a run does not measure something.
 */
final class CurveTable {
  private static final String EVALUATION = "eval/";
  private static final List<String> RUN =
      List.of("environment", "group", "method", "seed", "step", "seconds");
  private static final List<String> ALWAYS = List.of("eval/true_reward", "eval/learned_reward");

  private CurveTable() {}

  /** With a header line; runs group by group, each in the order of its steps. */
  static String of(List<Group> groups) {
    List<Run> runs = groups.stream().flatMap(group -> group.runs().stream()).toList();
    List<String> metrics = metrics(runs);
    StringBuilder csv = new StringBuilder();
    line(csv, Stream.concat(RUN.stream(), metrics.stream()).toList());
    for (Run run : runs) {
      for (MetricRow row : evaluations(run)) {
        List<String> fields =
            new ArrayList<>(List.of(run.environment(), run.group(), run.method(), "" + run.seed()));
        fields.add("" + row.step());
        fields.add("" + row.time());
        metrics.forEach(name -> fields.add(number(row.get(name))));
        line(csv, fields);
      }
    }
    return csv.toString();
  }

  private static List<String> metrics(List<Run> runs) {
    TreeSet<String> measured = new TreeSet<>();
    for (Run run : runs) {
      run.metrics().forEach(row -> measured.addAll(row.values().keySet()));
    }
    measured.removeIf(name -> !name.startsWith(EVALUATION) || ALWAYS.contains(name));
    return Stream.concat(ALWAYS.stream(), measured.stream()).toList();
  }

  /** Rows with an evaluation; of several at one step each value is the last that was recorded. */
  private static Collection<MetricRow> evaluations(Run run) {
    Map<Long, MetricRow> bySteps = new TreeMap<>();
    for (MetricRow row : run.metrics()) {
      if (row.values().keySet().stream().anyMatch(name -> name.startsWith(EVALUATION))) {
        bySteps.merge(row.step(), row, MetricRow::updatedBy);
      }
    }
    return bySteps.values();
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }

  private static void line(StringBuilder csv, List<String> fields) {
    csv.append(fields.stream().map(CurveTable::quoted).collect(Collectors.joining(",", "", "\n")));
  }

  /** As RFC 4180 has it. */
  private static String quoted(String field) {
    boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
