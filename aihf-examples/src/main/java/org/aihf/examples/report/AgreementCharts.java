package org.aihf.examples.report;

import java.util.ArrayList;
import java.util.List;
import org.aihf.run.Sample;
import org.aihf.statistics.Correlation;

/**
 * Learned against true reward of the final completions (the paper's Fig. 6), a small chart for each
 * group that has a learned reward. Both are standardised within a run, because a learned reward's
 * origin and scale mean nothing.
 */
final class AgreementCharts {
  private static final double WIDTH = 300;
  private static final double HEIGHT = 190;
  private static final double REACH = 3.5;
  private static final int BINS = 28;

  private AgreementCharts() {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Pairs(double[] truth, double[] learned) {}

  static List<String> draw(List<Group> groups) {
    List<String> charts = new ArrayList<>();
    for (Group group : groups) {
      Pairs pairs = standardised(group);
      if (pairs.truth().length > 1) {
        charts.add(chart(group, pairs));
      }
    }
    return charts;
  }

  private static String chart(Group group, Pairs pairs) {
    Histogram truth = Histogram.of(pairs.truth(), -REACH, REACH, BINS);
    Histogram learned = Histogram.of(pairs.learned(), -REACH, REACH, BINS);
    Scale x = new Scale(-REACH, REACH, 10, WIDTH - 10);
    double top = 1.08 * Math.max(truth.tallest(), learned.tallest());
    Scale y = new Scale(0, top, HEIGHT - 24, 44);
    Svg svg = new Svg(WIDTH, HEIGHT, "Learned and true reward of " + group.name());
    svg.begin(group).text(10, 16, "start", "label strong", group.name()).end();
    String agreement =
        "r = %s, rank \u03c1 = %s, n = %s"
            .formatted(
                Numbers.figure(Correlation.pearson(pairs.truth(), pairs.learned())),
                Numbers.figure(Correlation.spearman(pairs.truth(), pairs.learned())),
                Numbers.count(pairs.truth().length));
    svg.text(10, 31, "start", "tick", agreement);
    svg.begin(group).polygon(truth.outline(x, y), "area").end();
    svg.polyline(learned.outline(x, y), "outline");
    svg.line(x.from(), y.from(), x.to(), y.from(), "axis");
    for (int tick = -3; tick <= 3; tick++) {
      svg.text(
          x.at(tick), HEIGHT - 9, "middle", "tick", Integer.toString(tick).replace('-', '\u2212'));
    }
    return svg.finish();
  }

  private static Pairs standardised(Group group) {
    List<Double> truth = new ArrayList<>();
    List<Double> learned = new ArrayList<>();
    for (Run run : group.runs()) {
      List<Sample> both =
          run.evaluation().stream()
              .filter(s -> s.trueReward() != null && s.learnedReward() != null)
              .toList();
      Spread t = Spread.of(Numbers.present(both, Sample::trueReward));
      Spread l = Spread.of(Numbers.present(both, Sample::learnedReward));
      if (both.size() < 2 || t.std() == 0 || l.std() == 0) {
        continue;
      }
      for (Sample sample : both) {
        truth.add((sample.trueReward() - t.mean()) / t.std());
        learned.add((sample.learnedReward() - l.mean()) / l.std());
      }
    }
    return new Pairs(array(truth), array(learned));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
