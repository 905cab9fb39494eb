package org.aihf.examples.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.aihf.run.RunOnDisk;
import org.aihf.statistics.Summary;

/** The last true reward of every member: a row each, its seeds and their mean and spread. */
public record StudyTable(Map<String, List<Double>> rewards) {
  private static final String TRUE_REWARD = "eval/true_reward";

  /** Of a study whose runs are finished. */
  public static StudyTable of(StudyPlan plan) {
    Map<String, List<Double>> rewards = new LinkedHashMap<>();
    for (StudyRun run : plan.runs()) {
      rewards
          .computeIfAbsent(run.member(), member -> new ArrayList<>())
          .add(new RunOnDisk(run.directory()).lastMetrics(TRUE_REWARD).get(TRUE_REWARD));
    }
    return new StudyTable(rewards);
  }

  /** Markdown. */
  @Override
  public String toString() {
    StringBuilder table =
        new StringBuilder("| method | true reward | each seed |\n|---|---|---|\n");
    rewards.forEach(
        (member, values) -> {
          Summary all = Summary.of(values.stream().mapToDouble(Double::doubleValue).toArray());
          table.append("| %s | %s |".formatted(member, all));
          values.forEach(value -> table.append(String.format(Locale.ROOT, " %.2f", value)));
          table.append(" |\n");
        });
    return table.toString();
  }
}
