package org.aihf.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.aihf.Metrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardMetricsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(1_700_000_000_500L), ZoneOffset.UTC);

  @TempDir Path directory;

  /** The bytes that {@code src/test/python/tensorboard_golden.py} prints. */
  @Test
  void writesTheBytesOfThePythonWriter() throws IOException {
    try (TensorBoardMetrics metrics = TensorBoardMetrics.append(directory, CLOCK)) {
      metrics.record(300, Metrics.of("objective/kl", 0.25));
    }
    assertThat(HexFormat.of().formatHex(Files.readAllBytes(eventFile()))).isEqualTo(GOLDEN);
  }

  private static final String GOLDEN =
      "1800000000000000a37f4b220900002040fc54d9411a0d627261696e2e4576656e743a322b3531102300000000000000b09f77430900002040fc54d94110ac022a150a130a0c6f626a6563746976652f6b6c150000803e18395b78";

  @Test
  void tensorBoardItselfReadsIt() throws Exception {
    Path python = Path.of(System.getProperty("user.home"), ".cache/aihf-reference/venv/bin/python");
    assumeTrue(Files.isExecutable(python), "needs the reference kit");
    try (TensorBoardMetrics metrics = TensorBoardMetrics.append(directory, CLOCK)) {
      metrics.record(1, Metrics.of("loss", 0.5).with("eval/true_reward", -1.25));
      metrics.record(1_000_000, Metrics.of("loss", Double.NaN));
    }
    String script =
        """
        import sys
        try:
            from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
        except ImportError:
            sys.exit(77)
        for event in EventFileLoader(sys.argv[1]).Load():
            for value in event.summary.value:
                v = value.simple_value if value.HasField('simple_value') else value.tensor.float_val[0]
                print(event.step, value.tag, v)
        """;
    Process process =
        new ProcessBuilder(python.toString(), "-c", script, eventFile().toString()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assumeTrue(process.waitFor() != 77, "the kit has no tensorboard");
    assertThat(output.lines())
        .containsExactly("1 loss 0.5", "1 eval/true_reward -1.25", "1000000 loss nan");
  }

  private Path eventFile() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findFirst().orElseThrow();
    }
  }
}
