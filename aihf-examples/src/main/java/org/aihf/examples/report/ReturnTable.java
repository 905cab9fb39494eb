package org.aihf.examples.report;

import java.util.Arrays;
import java.util.List;
import org.aihf.random.RandomStream;
import org.aihf.statistics.Bootstrap;
import org.aihf.statistics.InterquartileMean;

/** What the finished policies of control reach, best first, each seed a dot. */
final class ReturnTable {
  private ReturnTable() {}

  static String caption() {
    return "Sum of the environment's own rewards over an episode of the finished policy: mean of the"
        + " last evaluation's episodes, \u00b1 one standard deviation over seeds. IQM is the mean of the"
        + " middle half of the seeds (of fewer than four: of all) with the 95\u00a0% interval of 10\u202f000"
        + " bootstrap resamples of the seeds; with few seeds that interval is rough. r and rank \u03c1 are"
        + " the correlations of learned and true returns below, averaged over seeds.";
  }

  static String draw(List<Group> groups) {
    double[] returns = sorted(groups.stream().flatMap(group -> group.runs().stream()).toList());
    boolean learned = groups.stream().anyMatch(group -> !pearson(group).isEmpty());
    StringBuilder html =
        new StringBuilder("<div class=\"scroll\"><table class=\"summary\"><thead><tr>");
    html.append("<th>method</th><th class=\"n\">true return</th>");
    html.append("<th class=\"strip\">each seed</th>");
    html.append("<th class=\"n\">IQM [95\u00a0%]</th><th class=\"n\">episode length (steps)</th>");
    html.append(learned ? "<th class=\"n\">r</th><th class=\"n\">rank \u03c1</th>" : "");
    html.append("<th class=\"n\">steps</th><th class=\"n\">wall time</th>");
    html.append("<th class=\"n\">seeds</th></tr></thead><tbody>");
    for (Group group : SummaryTable.ranked(groups)) {
      html.append(SummaryTable.row(group));
      SummaryTable.number(html, "<b>" + group.trueReward().text() + "</b>");
      html.append("<td class=\"strip\">");
      html.append(
          returns.length == 0 ? "" : SummaryTable.strip(group, SummaryTable.stripScale(returns)));
      html.append("</td>");
      SummaryTable.number(html, interquartileMean(group));
      SummaryTable.number(html, Numbers.figure(group.spread(Run::episodeLength).mean()));
      if (learned) {
        SummaryTable.number(html, Numbers.figure(pearson(group).mean()));
        SummaryTable.number(html, Numbers.figure(spearman(group).mean()));
      }
      SummaryTable.number(html, Numbers.count(group.spread(Run::policySteps).mean()));
      SummaryTable.number(html, Numbers.duration(group.spread(Run::seconds).mean()));
      SummaryTable.number(html, SummaryTable.seeds(group));
      html.append("</tr>");
    }
    return html.append("</tbody></table></div>").toString();
  }

  /** "5 210 [4 800, 5 630]", or the mean alone where there is one seed. */
  private static String interquartileMean(Group group) {
    double[] returns = sorted(group.runs());
    if (returns.length == 0) {
      return Numbers.NONE;
    }
    String mean = Numbers.figure(InterquartileMean.of(returns));
    if (returns.length == 1) {
      return mean;
    }
    Bootstrap.Interval interval =
        Bootstrap.standard()
            .interval(
                returns,
                InterquartileMean::of,
                RandomStream.of(0).split("report").split(group.name()));
    return "%s [%s, %s]"
        .formatted(mean, Numbers.figure(interval.low()), Numbers.figure(interval.high()));
  }

  private static double[] sorted(List<Run> runs) {
    return Arrays.stream(runs.stream().mapToDouble(Run::trueReward).toArray())
        .filter(Double::isFinite)
        .sorted()
        .toArray();
  }

  private static Spread pearson(Group group) {
    return group.spread(run -> Agreement.of(run).pearson());
  }

  private static Spread spearman(Group group) {
    return group.spread(run -> Agreement.of(run).spearman());
  }
}
