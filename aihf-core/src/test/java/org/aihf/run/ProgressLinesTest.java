package org.aihf.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void aShortTaskSaysNothing() {
    try (Progress progress =
        new ProgressLines("Fast", 10, out, Duration.ofSeconds(2), Duration.ofSeconds(10))) {
      progress.advance(10);
    }
    assertThat(bytes.size()).isZero();
  }

  @Test
  void aLongTaskTellsRateAndTimeLeftAndEndsWithASummary() {
    try (Progress progress =
        new ProgressLines("Slow", 4, out, Duration.ofMillis(-1), Duration.ZERO)) {
      progress.message("loss 0.5");
      progress.advance(1);
      progress.advance(3);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("Slow: 1/4 \\(25 %\\), \\S+/s, .+ left, loss 0.5"),
            line -> assertThat(line).matches("Slow: 4 in .+ \\(\\S+/s\\), loss 0.5"));
  }

  @Test
  void nothingIsSaidOfAPaceThatNobodyKnows() {
    try (Progress progress =
        new ProgressLines("Slow", 4, out, Duration.ofMillis(-1), Duration.ZERO)) {
      progress.message("the first one is at work");
      progress.advance(0);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines().findFirst())
        .contains("Slow: 0/4 (0 %), the first one is at work");
  }

  @Test
  void whatAnEarlierProcessDidCountsButNotForTheRate() {
    try (Progress progress =
        new ProgressLines("Slow", 1_000_000, out, Duration.ofMillis(-1), Duration.ZERO)) {
      progress.resumeAfter(900_000);
      progress.advance(0);
      progress.advance(1);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("Slow: 900000/1000000 (90 %)"),
            line -> assertThat(line).startsWith("Slow: 900001/1000000 (90 %), "),
            line -> assertThat(line).startsWith("Slow: 1 in "));
  }

  @Test
  void durationsReadWell() {
    assertThat(ProgressLines.duration(59.4)).isEqualTo("59 s");
    assertThat(ProgressLines.duration(125)).isEqualTo("2 min 05 s");
    assertThat(ProgressLines.duration(3_725)).isEqualTo("1 h 02 min");
  }
}
