package org.aihf.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aihf.run.Sample;
import org.aihf.statistics.Correlation;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void spreadIsMeanAndSampleStandardDeviation() {
    Spread spread = Spread.of(1, 2, 3, Double.NaN);
    assertThat(spread.mean()).isEqualTo(2);
    assertThat(spread.std()).isEqualTo(1);
    assertThat(spread.count()).isEqualTo(3);
    assertThat(spread.text()).isEqualTo("2.00 ± 1.00");
    assertThat(Spread.of(5).text()).isEqualTo("5.00");
    assertThat(Spread.of().text()).isEqualTo("–");
  }

  @Test
  void correlationsOfKnownData() {
    double[] x = {1, 2, 3, 4};
    assertThat(Correlation.pearson(x, new double[] {2, 4, 6, 8})).isCloseTo(1, within(1e-12));
    assertThat(Correlation.spearman(x, new double[] {1, 10, 100, 1000}))
        .isCloseTo(1, within(1e-12));
    // Ranks 1.5, 1.5, 4, 3: covariance 3.5, variances 5 and 4.5.
    assertThat(Correlation.spearman(x, new double[] {1, 1, 5, 2}))
        .isCloseTo(3.5 / Math.sqrt(5 * 4.5), within(1e-12));
  }

  @Test
  void histogramSharesSumToOneAndTheEndsCatchEverything() {
    Histogram histogram = Histogram.of(new double[] {-9, 0.1, 0.9, 9}, 0, 1, 2);
    assertThat(histogram.shares()).containsExactly(0.5, 0.5);
  }

  @Test
  void ticksAreRoundAndLabelledWithEnoughDigits() {
    Scale scale = new Scale(-0.3, 1.1, 0, 100);
    assertThat(scale.ticks(5).stream().map(t -> scale.label(t, 5)))
        .containsExactly("−0.2", "0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
    Scale large = new Scale(0, 30_000, 0, 100);
    assertThat(large.ticks(3).stream().map(t -> large.label(t, 3)))
        .containsExactly("0", "10\u202f000", "20\u202f000", "30\u202f000");
    assertThat(Scale.covering(2, 2, 0.1, 0, 1).at(2)).isEqualTo(0.5);
  }

  @Test
  void aCurveAveragesStepsThatAllSeedsHave() {
    Run first = run("a", 1, List.of(row(0, 10, 1), row(10, 20, 3)));
    Run second = run("a", 2, List.of(row(0, 30, 2)));
    List<CurvePoint> curve = Group.of(List.of(first, second)).get(0).curve(r -> r.get("m"));
    assertThat(curve).hasSize(1);
    assertThat(curve.get(0).value().mean()).isEqualTo(1.5);
    assertThat(curve.get(0).seconds()).isEqualTo(20);
  }

  @Test
  void theHeadlineNamesAWinnerOnlyWhereTheSpreadAllowsIt() {
    assertThat(Headline.of(groups(new double[] {3, 3.1}, new double[] {1, 1.1})))
        .isEqualTo(
            "m0 reaches the highest true reward, 3.05 ± 0.07 over 2 seeds: 2.00 above m1 (1.05 ± 0.07).");
    assertThat(
            Headline.of(groups(new double[] {3, 2}, new double[] {2.1, 2.6}, new double[] {0, 0})))
        .isEqualTo(
            "No single winner: m0 (2.50 ± 0.71) and m1 (2.35 ± 0.35) are level within the spread of their seeds.");
    assertThat(Headline.of(groups(new double[] {3}, new double[] {2})))
        .isEqualTo(
            "m0 has the highest true reward, 3.00, before m1 with 2.00: too few seeds to say more.");
  }

  private static List<Group> groups(double[]... rewards) {
    List<Run> runs = new ArrayList<>();
    for (int m = 0; m < rewards.length; m++) {
      for (double reward : rewards[m]) {
        runs.add(run("m" + m, runs.size(), List.of(), new Sample("p", "c", reward, null, null)));
      }
    }
    return Group.of(runs);
  }

  private static MetricRow row(long step, double time, double value) {
    return new MetricRow(step, time, Map.of("m", value));
  }

  private static Run run(String group, int seed, List<MetricRow> rows, Sample... samples) {
    return new Run(
        Path.of("x"),
        JsonNodeFactory.instance.objectNode().put("group", group).put("seed", seed),
        rows,
        List.of(samples),
        List.of(),
        "");
  }
}
