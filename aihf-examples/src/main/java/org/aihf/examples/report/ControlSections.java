package org.aihf.examples.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Runs on control tasks compared, environment by environment: figures, curves (the paper's Fig. 5),
 * learned against true returns, films, and how good the data are (Table 1).
 */
final class ControlSections {
  private ControlSections() {}

  static String draw(List<Group> groups) {
    List<String> environments = environments(groups);
    StringBuilder html = new StringBuilder(Html.legend(groups));
    for (String environment : environments) {
      List<Group> here = in(environment, groups);
      html.append("<h2 class=\"environment\">").append(Html.escape(environment)).append("</h2>");
      html.append(
          Html.section(
              "True return",
              ReturnTable.caption(),
              ReturnTable.draw(here) + ConstantReward.note(here) + PublishedSac.note(here)));
      html.append(curves(here));
      html.append(
          Html.section(
              "Does the learned reward know the true one?",
              ReturnScatter.caption(),
              ReturnScatter.draw(here)));
      html.append(Html.section("Finished policies", PolicyFilms.caption(), PolicyFilms.draw(here)));
      html.append(Html.section("Data", DataQuality.caption(), DataQuality.draw(environment, here)));
    }
    return html.toString();
  }

  /** The best of the methods that learn from feedback in every environment. */
  static String headline(List<Group> groups) {
    return environments(groups).stream()
        .map(
            environment -> {
              List<Group> here = in(environment, groups);
              List<Group> contest =
                  here.stream().filter(group -> !ConstantReward.knowsNoFeedback(group)).toList();
              return "%s: %s"
                  .formatted(
                      environment, Headline.of(contest.isEmpty() ? here : contest, "true return"));
            })
        .collect(Collectors.joining("\n"));
  }

  private static List<String> environments(List<Group> groups) {
    return groups.stream()
        .flatMap(group -> group.runs().stream())
        .map(Run::environment)
        .distinct()
        .toList();
  }

  private static List<Group> in(String environment, List<Group> groups) {
    return Group.where(groups, run -> run.environment().equals(environment));
  }

  private static String curves(List<Group> groups) {
    StepUnit unit = StepUnit.fitting(groups);
    TimeUnit clock = TimeUnit.fitting(groups);
    ToDoubleFunction<CurvePoint> steps = point -> point.step() / unit.steps();
    ToDoubleFunction<CurvePoint> time = point -> point.seconds() / clock.seconds();
    String charts =
        line(groups, "True return", "eval/true_reward", unit.label(), steps)
            + line(groups, "True return", "eval/true_reward", clock.label(), time)
            + line(groups, "Learned return", "eval/learned_reward", unit.label(), steps)
            + (lengthsVary(groups)
                ? line(groups, "Episode length (steps)", "eval/episode_length", unit.label(), steps)
                : "");
    return charts.isEmpty()
        ? ""
        : Html.section(
            "Through training",
            "Episodes of the mode of the policy in environments of their own; bands are one standard"
                + " deviation over seeds. A dashed level is a method that is measured once: behaviour"
                + " cloning takes no steps. A learned return has its own origin and scale, which move"
                + " while the reward learns: compare its shape with the true return's.",
            "<div class=\"pair\">" + charts + "</div>");
  }

  /** Where all episodes are equally long, a chart of it says nothing. */
  private static boolean lengthsVary(List<Group> groups) {
    return groups.stream()
            .flatMap(group -> group.runs().stream())
            .flatMap(run -> run.metrics().stream())
            .mapToDouble(row -> row.get("eval/episode_length"))
            .filter(Double::isFinite)
            .distinct()
            .count()
        > 1;
  }

  private static String line(
      List<Group> groups,
      String yName,
      String metric,
      String xName,
      ToDoubleFunction<CurvePoint> x) {
    String title = yName + " over " + xName;
    return Html.figure(
        title, "", new LineChart(title, xName, yName, x, "step", metric).draw(groups));
  }
}
