package org.aihf.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.aihf.random.RandomStream;
import org.aihf.statistics.Bootstrap.Interval;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void aSummaryHasNumpysDeviation() {
    Summary summary = Summary.of(1, 2, 3, 4);
    assertThat(summary.mean()).isEqualTo(2.5);
    assertThat(summary.deviation()).isCloseTo(Math.sqrt(1.25), within(1e-12));
    assertThat(summary).hasToString("2.50 ± 1.12");
    assertThat(Summary.of().mean()).isNaN();
  }

  @Test
  void theInterquartileMeanLeavesOutAQuarterAtEitherEnd() {
    assertThat(InterquartileMean.of(7)).isEqualTo(7);
    assertThat(InterquartileMean.of(1, 2, 6)).isEqualTo(3);
    assertThat(InterquartileMean.of(1e9, 2, 3, -1e9)).isEqualTo(2.5);
    assertThat(InterquartileMean.of(9, 1, 2, 3, 4, 5, 6, 100, 8, 7))
        .as("scipy.stats.trim_mean cuts int(2.5) = 2")
        .isEqualTo((3 + 4 + 5 + 6 + 7 + 8) / 6.0);
    assertThatThrownBy(InterquartileMean::of).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aBootstrapIntervalOfAMeanIsTheTextbooksForManyValues() {
    RandomStream random = RandomStream.of(3);
    double[] values = random.doubles(400).map(u -> 10 + 2 * u).toArray();
    Summary summary = Summary.of(values);
    Interval interval =
        Bootstrap.standard().interval(values, v -> Summary.of(v).mean(), random.split("bootstrap"));
    double half = 1.96 * summary.deviation() / Math.sqrt(400);
    assertThat(interval.low()).isCloseTo(summary.mean() - half, within(0.1 * half));
    assertThat(interval.high()).isCloseTo(summary.mean() + half, within(0.1 * half));
  }

  @Test
  void strataAreResampledByThemselves() {
    List<double[]> strata = List.of(new double[] {1, 1, 1}, new double[] {5, 5, 5});
    Interval interval =
        new Bootstrap(0.9, 100).interval(strata, v -> Summary.of(v).mean(), RandomStream.of(1));
    assertThat(interval).isEqualTo(new Interval(3, 3));
    double[] together = strata.stream().flatMapToDouble(Arrays::stream).toArray();
    Interval wider =
        new Bootstrap(0.9, 100).interval(together, v -> Summary.of(v).mean(), RandomStream.of(1));
    assertThat(wider.low()).isLessThan(3);
    assertThat(wider.high()).isGreaterThan(3);
  }

  @Test
  void theSameStreamGivesTheSameInterval() {
    double[] values = {1, 4, 2, 8, 5, 7};
    Bootstrap bootstrap = new Bootstrap(0.8, 200);
    assertThat(bootstrap.interval(values, InterquartileMean::of, RandomStream.of(4)))
        .isEqualTo(bootstrap.interval(values, InterquartileMean::of, RandomStream.of(4)));
  }

  @Test
  void correlationOfListsOfDifferentLengthIsRefused() {
    assertThatThrownBy(() -> Correlation.pearson(new double[2], new double[3]))
        .hasMessageContaining("2 values with 3");
  }
}
