package org.aihf.run;

import java.util.Map;

/**
 * Where a run stood when its state was saved.
 *
 * @param phase what was going on, such as "reward" or "loop"
 * @param unit updates or iterations done in that phase
 * @param seconds wall time of the run so far, all sittings together
 * @param lengths bytes of every file that grows, relative to the run directory
 */
public record RunPosition(String phase, long unit, double seconds, Map<String, Long> lengths) {
  public RunPosition {
    lengths = Map.copyOf(lengths);
  }
}
