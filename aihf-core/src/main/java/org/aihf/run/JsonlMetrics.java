package org.aihf.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import org.aihf.Metrics;

/**
 * One JSON object a line: {@code {"step":40,"time":12.5,"objective/kl":0.31}}. {@code time} is
 * seconds since the run began; a value that is not finite is written as {@code null}. Every row is
 * with the operating system when {@link #record} returns, so a killed process loses none.
 */
public final class JsonlMetrics implements MetricSink {
  private final Path file;
  private final BufferedWriter out;
  private final Stopwatch clock;

  private JsonlMetrics(Path file, Stopwatch clock) {
    this.file = file;
    this.clock = clock;
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      this.out =
          Files.newBufferedWriter(
              file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw FileErrors.cannot("write", file, e);
    }
  }

  /** Appends to {@code file}. */
  public static JsonlMetrics append(Path file, Stopwatch clock) {
    return new JsonlMetrics(file, clock);
  }

  @Override
  public void record(long step, Metrics metrics) {
    StringBuilder row = new StringBuilder(64 + 32 * metrics.values().size());
    row.append("{\"step\":").append(step);
    row.append(",\"time\":").append(String.format(Locale.ROOT, "%.3f", clock.seconds()));
    for (Map.Entry<String, Double> entry : metrics.values().entrySet()) {
      row.append(',').append(Json.string(entry.getKey())).append(':');
      row.append(Json.number(entry.getValue()));
    }
    row.append("}\n");
    try {
      out.write(row.toString());
      out.flush();
    } catch (IOException e) {
      throw FileErrors.cannot("write", file, e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw FileErrors.cannot("write", file, e);
    }
  }
}
