package org.aihf.run;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.aihf.Metrics;

/**
 * Readable lines for somebody watching: {@code step 40 objective/kl 0.310 ...}. At most one line
 * per interval, so that a fast run does not flood the terminal.
 */
public final class ConsoleMetrics implements MetricSink {
  private final PrintStream out;
  private final List<String> names;
  private final double secondsBetween;
  private final Stopwatch clock = Stopwatch.start();
  private double last = Double.NEGATIVE_INFINITY;

  /**
   * @param names the metrics to show, in order; empty shows all
   * @param secondsBetween least time between two lines
   */
  public ConsoleMetrics(PrintStream out, List<String> names, double secondsBetween) {
    this.out = out;
    this.names = List.copyOf(names);
    this.secondsBetween = secondsBetween;
  }

  @Override
  public void record(long step, Metrics metrics) {
    if (clock.seconds() - last < secondsBetween) {
      return;
    }
    StringBuilder line = new StringBuilder("step ").append(step);
    for (Map.Entry<String, Double> entry : metrics.values().entrySet()) {
      if (names.isEmpty() || names.contains(entry.getKey())) {
        line.append("  ").append(entry.getKey()).append(' ').append(shown(entry.getValue()));
      }
    }
    out.println(line);
    last = clock.seconds();
  }

  private static String shown(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < 1e9) {
      return Long.toString((long) value);
    }
    String format = size >= 1e5 || size < 1e-3 ? "%.2e" : size >= 100 ? "%.1f" : "%.4f";
    return String.format(Locale.ROOT, format, value);
  }
}
