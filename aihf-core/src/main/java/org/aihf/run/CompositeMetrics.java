package org.aihf.run;

import java.util.List;
import org.aihf.Metrics;

/** One sink made of several. */
record CompositeMetrics(List<MetricSink> sinks) implements MetricSink {
  @Override
  public void record(long step, Metrics metrics) {
    sinks.forEach(sink -> sink.record(step, metrics));
  }

  @Override
  public void flush() {
    sinks.forEach(MetricSink::flush);
  }

  @Override
  public void close() {
    RuntimeException failure = null;
    for (MetricSink sink : sinks) {
      try {
        sink.close();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
