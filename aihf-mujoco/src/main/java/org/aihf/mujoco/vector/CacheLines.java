package org.aihf.mujoco.vector;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Arrays whose numbers can begin at the start of a cache line, so that a vector is never read from
 * two lines.
 *
 * <p>Java promises no such place; but the collector that it uses by default (G1) puts an array
 * beyond half of its regions at the start of one and never moves it. Under another collector the
 * numbers are the same and the reads may be slower.
 */
final class CacheLines {
  /** The first number of an array that lies at the start of a line, after the array's header. */
  static final int START = (64 - 16) / Float.BYTES;

  private CacheLines() {}

  /** At least {@code count} numbers from {@link #START} on. */
  static float[] allocate(int count) {
    return new float[Math.max(START + count, beyondHalfOfRegion())];
  }

  private static int beyondHalfOfRegion() {
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (machine == null || !option(machine, "UseG1GC").equals("true")) {
      return 0;
    }
    long bytes = Long.parseLong(option(machine, "G1HeapRegionSize"));
    return Math.toIntExact(bytes / 2 / Float.BYTES);
  }

  /** Of a Java machine; empty if it has none of this name. */
  private static String option(HotSpotDiagnosticMXBean machine, String name) {
    try {
      return machine.getVMOption(name).getValue();
    } catch (IllegalArgumentException unknown) {
      return "";
    }
  }
}
