package org.aihf.torch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What tests compute on: one thread of the processor, or the card that {@code -Dtest.device=cuda:0}
 * names.
 */
public final class TestDevice {
  private TestDevice() {}

  /** Ends a test that compares bits on a card, whose sums have no fixed order. */
  public static void assumeRepeatable() {
    assumeTrue(name().equals("cpu"), "a card repeats a run up to rounding only");
  }

  /** A runtime for one test; close it. */
  public static TorchRuntime open() {
    return TorchRuntime.open(name(), 1);
  }

  private static String name() {
    return System.getProperty("test.device", "cpu");
  }
}
