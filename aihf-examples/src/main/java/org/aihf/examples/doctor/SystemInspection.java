package org.aihf.examples.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.aihf.run.Versions;

/** Java, Maven, processors, memory, disk. */
final class SystemInspection {
  private static final double GB = 1 << 30;

  private SystemInspection() {}

  static List<Finding> findings() {
    return List.of(
        Finding.ok("AIHF", Versions.aihf()),
        java(),
        maven(),
        system(),
        threads(),
        memory(),
        disk());
  }

  private static Finding java() {
    String text =
        "%s (%s), %s"
            .formatted(
                Runtime.version(),
                System.getProperty("java.vendor"),
                System.getProperty("java.home"));
    return Finding.ok("Java", text);
  }

  /** The launcher and the tests need it; a library user's build may use something else. */
  private static Finding maven() {
    try {
      Process maven = new ProcessBuilder("mvn", "-v").redirectErrorStream(true).start();
      if (!maven.waitFor(20, TimeUnit.SECONDS)) {
        maven.destroyForcibly();
        return Finding.warning(
            "Maven", "mvn -v does not answer", "check the installation of Maven");
      }
      String first =
          new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .findFirst()
              .orElse("");
      return Finding.ok(
          "Maven", first.replaceAll("\u001B\\[[;\\d]*m", "").replace("Apache Maven ", ""));
    } catch (IOException e) {
      return Finding.missing(
          "Maven", "not found", "install it (Debian: apt install maven) or put mvn on the PATH");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.warning("Maven", "not checked: interrupted", "");
    }
  }

  private static Finding system() {
    return Finding.ok("System", Versions.ofThisProcess().get("os"));
  }

  private static Finding threads() {
    int processors = Runtime.getRuntime().availableProcessors();
    String omp = System.getenv("OMP_NUM_THREADS");
    String text = processors + (processors == 1 ? " processor" : " processors");
    return Finding.ok("Threads", omp == null ? text : text + ", OMP_NUM_THREADS=" + omp);
  }

  private static Finding memory() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double total = system.getTotalMemorySize() / GB;
    String text =
        String.format(
            Locale.ROOT,
            "%.1f GB, %.1f GB of it free, Java heap at most %.1f GB",
            total,
            available(system.getFreeMemorySize()) / GB,
            Runtime.getRuntime().maxMemory() / GB);
    return total >= 3.5
        ? Finding.ok("Memory", text)
        : Finding.warning(
            "Memory", text, "the quickstart is made for 4 GB; smaller batches need less");
  }

  /** Linux counts reclaimable caches as used; /proc/meminfo knows better. */
  private static long available(long free) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
        if (line.startsWith("MemAvailable:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
    } catch (IOException | NumberFormatException e) {
      // not Linux
    }
    return free;
  }

  private static Finding disk() {
    Path here = Path.of("").toAbsolutePath();
    try {
      double free = Files.getFileStore(here).getUsableSpace() / GB;
      String text = String.format(Locale.ROOT, "%.1f GB free in %s", free, here);
      return free >= 2
          ? Finding.ok("Disk", text)
          : Finding.warning("Disk", text, "runs and checkpoints need room: free some");
    } catch (IOException e) {
      return Finding.warning("Disk", "cannot be asked: " + e.getMessage(), "");
    }
  }
}
