package org.aihf.examples.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aihf.run.Sample;

/** Distribution of the true reward of each group's final completions (the paper's Fig. 8). */
final class RidgeChart {
  private static final double WIDTH = 1160;
  private static final double ROW = 44;
  private static final int BINS = 60;

  private RidgeChart() {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Row(Group group, double[] rewards) {}

  static String draw(List<Group> groups) {
    List<Row> rows = new ArrayList<>();
    for (Group group : groups) {
      double[] rewards =
          group.runs().stream()
              .flatMap(run -> run.evaluation().stream())
              .map(Sample::trueReward)
              .filter(r -> r != null && Double.isFinite(r))
              .mapToDouble(Double::doubleValue)
              .toArray();
      if (rewards.length > 1) {
        rows.add(new Row(group, rewards));
      }
    }
    return rows.isEmpty() ? "" : chart(rows);
  }

  private static String chart(List<Row> rows) {
    double low =
        rows.stream().mapToDouble(r -> Arrays.stream(r.rewards()).min().orElse(0)).min().orElse(0);
    double high =
        rows.stream().mapToDouble(r -> Arrays.stream(r.rewards()).max().orElse(1)).max().orElse(1);
    double left = Labels.width(rows.stream().map(Row::group).toList());
    double height = ROW * rows.size() + 66;
    Scale x = Scale.covering(low, high, 0.01, left, WIDTH - 60);
    List<Histogram> histograms =
        rows.stream().map(r -> Histogram.of(r.rewards(), x.low(), x.high(), BINS)).toList();
    double tallest = histograms.stream().mapToDouble(Histogram::tallest).max().orElse(1);
    double bottom = height - 46;
    Svg svg = new Svg(WIDTH, height, "Distribution of the true reward");
    for (double tick : x.ticks(12)) {
      svg.line(x.at(tick), 14, x.at(tick), bottom, "grid");
      svg.text(x.at(tick), bottom + 16, "middle", "tick", x.label(tick, 12));
    }
    svg.text((x.from() + x.to()) / 2, bottom + 34, "middle", "name", "true reward of a completion");
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      double base = 14 + ROW * (i + 1);
      Scale y = new Scale(0, tallest, base, base - ROW * 1.15);
      Spread spread = Spread.of(row.rewards());
      svg.begin(row.group());
      svg.polygon(histograms.get(i).outline(x, y), "area");
      svg.line(x.at(spread.mean()), base, x.at(spread.mean()), base - ROW * 0.62, "mean");
      svg.text(left - 12, base - 4, "end", "label", row.group().name());
      svg.text(WIDTH - 52, base - 4, "start", "label", Numbers.figure(spread.mean())).end();
      svg.line(x.from(), base, x.to(), base, "axis");
    }
    return svg.finish();
  }
}
