package org.aihf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
  @Test
  void theMeanOfANameIsOverTheStepsThatHaveIt() {
    Metrics mean =
        Metrics.mean(List.of(Metrics.of("a", 1).with("b", 4), Metrics.of("a", 3), Metrics.empty()));
    assertThat(mean.get("a")).isEqualTo(2);
    assertThat(mean.get("b")).isEqualTo(4);
    assertThat(mean.get("c")).isNaN();
    assertThat(mean.values().keySet()).containsExactly("a", "b");
  }

  @Test
  void laterValuesWinAndKeepTheirPlace() {
    Metrics both = Metrics.of("a", 1).with("b", 2).and(Metrics.of("a", 5));
    assertThat(both.get("a")).isEqualTo(5);
    assertThat(both.values().keySet()).containsExactly("a", "b");
  }
}
