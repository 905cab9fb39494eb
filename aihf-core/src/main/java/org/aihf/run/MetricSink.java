package org.aihf.run;

import java.util.List;
import org.aihf.Metrics;

/** Where measurements of a run go. Not thread-safe: one run, one thread. */
public interface MetricSink extends AutoCloseable {
  /**
   * @param step non-decreasing within a run; by convention updates of the policy so far (gradient
   *     steps where there is no policy)
   */
  void record(long step, Metrics metrics);

  /** Everything recorded so far is with the operating system. */
  default void flush() {}

  @Override
  default void close() {}

  /** Forgets everything. */
  static MetricSink none() {
    return (step, metrics) -> {};
  }

  /** Passes everything to each of {@code sinks}, in order. */
  static MetricSink all(MetricSink... sinks) {
    return new CompositeMetrics(List.of(sinks));
  }
}
