package org.aihf.examples.report;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Runs of language models compared: figures, curves, distributions, samples. */
final class LanguageSections {
  private LanguageSections() {}

  static String draw(List<Group> groups) {
    return SummaryTable.draw(groups)
        + Html.legend(groups)
        + curves(groups)
        + Html.figure(
            "Distribution of the true reward",
            "Of all held-out completions of the finished policies; the tick is the mean.",
            RidgeChart.draw(SummaryTable.ranked(groups)))
        + agreement(groups)
        + Html.section(
            "Samples",
            "The first held-out prompts, answered by each method's first seed.",
            SampleCards.draw(groups));
  }

  private static String curves(List<Group> groups) {
    TimeUnit unit = TimeUnit.fitting(groups);
    ToDoubleFunction<CurvePoint> updates = CurvePoint::step;
    ToDoubleFunction<CurvePoint> time = point -> point.seconds() / unit.seconds();
    String charts =
        line(groups, "True reward", "eval/true_reward", "policy updates", updates)
            + line(groups, "True reward", "eval/true_reward", unit.label(), time)
            + line(groups, "Learned reward", "eval/learned_reward", "policy updates", updates)
            + line(groups, "Learned reward", "eval/learned_reward", unit.label(), time)
            + line(groups, "KL from the reference", "eval/kl", "policy updates", updates)
            + Html.figure(
                "True reward against KL from the reference", "", FrontierChart.draw(groups));
    return charts.isEmpty()
        ? ""
        : Html.section(
            "Through training",
            "Held-out prompts; bands are one standard deviation over seeds. Each learned reward has"
                + " its own origin and scale: compare its shape with the true reward's, not its"
                + " height with another method's. In the last chart lines are ways through training,"
                + " rings seeds and discs their means; up and to the left is better: more reward for"
                + " less distance. Each KL is from the method's own reference: methods that started"
                + " elsewhere have another origin.",
            "<div class=\"pair\">" + charts + "</div>");
  }

  private static String line(
      List<Group> groups,
      String yName,
      String metric,
      String xName,
      ToDoubleFunction<CurvePoint> x) {
    String title = yName + " over " + xName;
    return Html.figure(
        title, "", new LineChart(title, xName, yName, x, "update", metric).draw(groups));
  }

  private static String agreement(List<Group> groups) {
    List<String> charts = AgreementCharts.draw(groups);
    return Html.section(
        "Does the learned reward know the true one?",
        "Held-out completions of the finished policy, both rewards standardised: true filled, learned as a"
            + " line. Where the line leaves the area, the reward model sees what is not there, or misses what is.",
        charts.isEmpty() ? "" : "<div class=\"small\">" + String.join("", charts) + "</div>");
  }
}
