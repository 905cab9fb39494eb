package org.aihf.examples.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The figures, best first, each seed a dot. */
final class SummaryTable {
  private static final double STRIP_WIDTH = 240;
  private static final String PART = "eval/true_reward_";
  private static final double STRIP_HEIGHT = 22;

  private SummaryTable() {}

  static List<Group> ranked(List<Group> groups) {
    List<Group> ranked = new ArrayList<>(groups);
    ranked.sort(
        Comparator.comparingDouble(
            group -> {
              double mean = group.trueReward().mean();
              return Double.isNaN(mean) ? Double.POSITIVE_INFINITY : -mean;
            }));
    return ranked;
  }

  static String draw(List<Group> groups) {
    double[] rewards =
        groups.stream()
            .flatMap(group -> group.runs().stream())
            .mapToDouble(Run::trueReward)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    boolean judged = rewards.length > 0;
    Set<String> parts = parts(groups);
    StringBuilder html =
        new StringBuilder("<div class=\"scroll\"><table class=\"summary\"><thead><tr>");
    html.append("<th>method</th>");
    html.append(judged ? "<th class=\"n\">true reward</th><th class=\"strip\">each seed</th>" : "");
    for (String part : parts) {
      html.append("<th class=\"n\">").append(Html.escape(part)).append("</th>");
    }
    html.append("<th class=\"n\">KL</th><th class=\"n\">learned reward</th>");
    html.append("<th class=\"n\">policy updates</th><th class=\"n\">samples drawn</th>");
    html.append("<th class=\"n\">wall time</th><th class=\"n\">seeds</th></tr></thead><tbody>");
    for (Group group : ranked(groups)) {
      html.append(row(group));
      if (judged) {
        number(html, "<b>" + group.trueReward().text() + "</b>");
        html.append("<td class=\"strip\">").append(strip(group, stripScale(rewards)));
        html.append("</td>");
      }
      for (String part : parts) {
        number(html, group.spread(run -> run.last(PART + part)).text());
      }
      number(html, group.spread(Run::kl).text());
      number(html, group.spread(Run::learnedReward).text());
      number(html, Numbers.count(group.spread(Run::policySteps).mean()));
      number(html, Numbers.count(group.spread(Run::samplesDrawn).mean()));
      number(html, Numbers.duration(group.spread(Run::seconds).mean()));
      number(html, seeds(group));
      html.append("</tr>");
    }
    return html.append("</tbody></table></div>").toString();
  }

  /** Kinds of prompts whose true reward was also measured apart: {@code eval/true_reward_KIND}. */
  private static Set<String> parts(List<Group> groups) {
    Set<String> parts = new TreeSet<>();
    for (Group group : groups) {
      for (Run run : group.runs()) {
        for (MetricRow row : run.metrics()) {
          row.values().keySet().stream()
              .filter(name -> name.startsWith(PART))
              .forEach(name -> parts.add(name.substring(PART.length())));
        }
      }
    }
    return parts;
  }

  /** The beginning of a group's row: its name. */
  static String row(Group group) {
    return String.format(
        Locale.ROOT,
        "<tr class=\"m c%d\" data-m=\"%d\"><td><span class=\"chip\"></span>%s</td>",
        group.index() % 10,
        group.index(),
        Html.escape(group.name()));
  }

  /**
   * @param sorted true rewards of all runs, at least one
   */
  static Scale stripScale(double[] sorted) {
    return Scale.covering(sorted[0], sorted[sorted.length - 1], 0.06, 4, STRIP_WIDTH - 4);
  }

  static void number(StringBuilder html, String text) {
    html.append("<td class=\"n\">").append(text).append("</td>");
  }

  /** How many, and how many of them did not finish. */
  static String seeds(Group group) {
    long unfinished = group.runs().stream().filter(run -> !run.status().equals("finished")).count();
    return group.runs().size()
        + (unfinished == 0
            ? ""
            : " <span class=\"warn\">(%d unfinished)</span>".formatted(unfinished));
  }

  static String strip(Group group, Scale x) {
    Svg svg = new Svg(STRIP_WIDTH, STRIP_HEIGHT, "True reward of each seed of " + group.name());
    double y = STRIP_HEIGHT / 2;
    svg.line(x.from(), y, x.to(), y, "grid");
    Spread spread = group.trueReward();
    svg.begin(group);
    if (spread.count() > 1) {
      double from = x.at(spread.mean() - spread.std());
      svg.rect(from, y - 5, x.at(spread.mean() + spread.std()) - from, 10, "range", spread.text());
    }
    for (Run run : group.runs()) {
      if (Double.isFinite(run.trueReward())) {
        String tip = "seed %d: %s".formatted(run.seed(), Numbers.figure(run.trueReward()));
        svg.circle(x.at(run.trueReward()), y, 3.4, "seed", tip);
      }
    }
    if (!spread.isEmpty()) {
      svg.line(x.at(spread.mean()), y - 7, x.at(spread.mean()), y + 7, "mean");
    }
    return svg.end().finish();
  }
}
