package org.aihf.llm.train;

import org.aihf.Checkpointable;
import org.aihf.Metrics;

/** Trains on fixed data, one update at a time. */
public interface Trainer extends Checkpointable {
  /** One update on the next batch. */
  Metrics step();

  /** Passes over the data so far; 1.5 is halfway through the second. */
  double epoch();
}
