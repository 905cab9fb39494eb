package org.aihf;

import java.util.List;

/**
 * What a run of the loop did.
 *
 * @param iterations mean metrics of each iteration
 * @param stopped whether a listener ended the run before its last iteration
 */
public record AihfResult(List<Metrics> iterations, boolean stopped) {
  public AihfResult {
    iterations = List.copyOf(iterations);
  }
}
