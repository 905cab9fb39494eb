package org.aihf.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aihf.Metrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricSinkTest {
  @TempDir Path directory;

  @Test
  void jsonlHasOneObjectALineAndNullForWhatIsNotFinite() throws IOException {
    Path file = directory.resolve("metrics.jsonl");
    try (JsonlMetrics metrics = JsonlMetrics.append(file, Stopwatch.resume(1000))) {
      metrics.record(
          7, Metrics.of("iteration", 2).with("objective/kl", 0.1).with("a\"b", Double.NaN));
      assertThat(Files.readAllLines(file)).hasSize(1);
    }
    var row = Json.MAPPER.readTree(file.toFile());
    assertThat(row.get("step").asInt()).isEqualTo(7);
    assertThat(row.get("time").asDouble()).isBetween(1000.0, 1100.0);
    assertThat(row.get("iteration").toString()).isEqualTo("2");
    assertThat(row.get("objective/kl").asDouble()).isEqualTo(0.1);
    assertThat(row.get("a\"b").isNull()).isTrue();
  }

  @Test
  void consoleShowsChosenMetricsNotMoreOftenThanAsked() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ConsoleMetrics metrics =
        new ConsoleMetrics(
            new PrintStream(bytes, true, StandardCharsets.UTF_8), List.of("loss", "lr"), 3600);
    metrics.record(1, Metrics.of("loss", 0.25).with("other", 1).with("lr", 1e-5));
    metrics.record(2, Metrics.of("loss", 0.2));
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("step 1  loss 0.2500  lr 1.00e-05");
  }

  @Test
  void aCompositePassesOnAndClosesEverything() {
    List<String> heard = new ArrayList<>();
    try (MetricSink all = MetricSink.all(listening("a", heard), listening("b", heard))) {
      all.record(1, Metrics.empty());
    }
    assertThat(heard).containsExactly("a 1", "b 1", "a closed", "b closed");
  }

  private static MetricSink listening(String name, List<String> heard) {
    return new MetricSink() {
      @Override
      public void record(long step, Metrics metrics) {
        heard.add(name + " " + step);
      }

      @Override
      public void close() {
        heard.add(name + " closed");
      }
    };
  }
}
