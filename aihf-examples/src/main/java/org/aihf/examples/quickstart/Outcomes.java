package org.aihf.examples.quickstart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.aihf.examples.quickstart.Contest.Outcome;

/**
 * The outcomes of a scenario as a table: a row per method, mean ± standard deviation over seeds.
 */
record Outcomes(List<Outcome> all) {
  Outcomes {
    all = List.copyOf(all);
  }

  /** Markdown; columns that nobody measured are left out. */
  String table() {
    List<Column> columns = new ArrayList<>();
    for (Column column :
        List.of(
            new Column("true reward", o -> o.last().get("eval/true_reward"), 2),
            new Column("covered", o -> o.last().get("eval/true_reward_covered"), 2),
            new Column("uncovered", o -> o.last().get("eval/true_reward_uncovered"), 2),
            new Column("learned reward", o -> o.last().get("eval/learned_reward"), 2),
            new Column("KL to its reference", o -> o.last().get("eval/kl"), 1),
            new Column("length", o -> o.last().get("eval/mean_length"), 1),
            new Column("seconds", Outcome::seconds, 0))) {
      if (all.stream().anyMatch(o -> Double.isFinite(column.value().applyAsDouble(o)))) {
        columns.add(column);
      }
    }
    StringBuilder table = new StringBuilder("| method |");
    columns.forEach(column -> table.append(' ').append(column.name()).append(" |"));
    table.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
    byMethod()
        .forEach(
            (method, outcomes) -> {
              table.append("| ").append(method).append(" |");
              columns.forEach(
                  column -> table.append(' ').append(column.cell(outcomes)).append(" |"));
              table.append('\n');
            });
    return table.toString();
  }

  /**
   * The answer in a sentence: true rewards of the three best methods that were not shown the true
   * reward; empty without a judge.
   */
  String answer() {
    Column reward = new Column("true reward", o -> o.last().get("eval/true_reward"), 2);
    List<Map.Entry<String, List<Outcome>>> ranked =
        byMethod().entrySet().stream()
            .filter(method -> !method.getValue().get(0).entrant().oracle())
            .filter(method -> Double.isFinite(reward.mean(method.getValue())))
            .sorted(
                Comparator.comparingDouble(
                    (Map.Entry<String, List<Outcome>> method) -> -reward.mean(method.getValue())))
            .limit(3)
            .toList();
    return ranked.stream()
        .map(method -> method.getKey() + " " + reward.cell(method.getValue()))
        .collect(
            Collectors.joining(
                ", ", ranked.isEmpty() ? "" : "True reward on held-out prompts: ", ""));
  }

  private Map<String, List<Outcome>> byMethod() {
    Map<String, List<Outcome>> methods = new LinkedHashMap<>();
    for (Outcome outcome : all) {
      methods.computeIfAbsent(outcome.entrant().name(), name -> new ArrayList<>()).add(outcome);
    }
    return methods;
  }

  private record Column(String name, ToDoubleFunction<Outcome> value, int decimals) {
    double mean(List<Outcome> outcomes) {
      return outcomes.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    String cell(List<Outcome> outcomes) {
      double[] values = outcomes.stream().mapToDouble(value).filter(Double::isFinite).toArray();
      if (values.length == 0) {
        return "–";
      }
      double mean = 0;
      for (double v : values) {
        mean += v / values.length;
      }
      double squares = 0;
      for (double v : values) {
        squares += (v - mean) * (v - mean);
      }
      String number = "%." + decimals + "f";
      return values.length == 1
          ? String.format(Locale.ROOT, number, mean)
          : String.format(
              Locale.ROOT, number + " ± " + number, mean, Math.sqrt(squares / (values.length - 1)));
    }
  }
}
