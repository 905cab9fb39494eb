package org.aihf.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Plain lines now and then: for log files and pipes. */
final class ProgressLines implements Progress {
  private final String task;
  private final long total;
  private final PrintStream out;
  private final double quietSeconds;
  private final double secondsBetween;
  private final Stopwatch clock = Stopwatch.start();
  private String message = "";
  private double lastShown;
  private long before;
  private long done;

  ProgressLines(String task, long total, PrintStream out, Duration quiet, Duration between) {
    this.task = task;
    this.total = total;
    this.out = out;
    this.quietSeconds = quiet.toMillis() / 1000.0;
    this.secondsBetween = between.toMillis() / 1000.0;
  }

  @Override
  public void resumeAfter(long units) {
    before = units;
    done = units;
  }

  @Override
  public void advance(long units) {
    done += units;
    double now = clock.seconds();
    if (now > quietSeconds && now - lastShown >= secondsBetween && (total <= 0 || done < total)) {
      lastShown = now;
      double rate = (done - before) / now;
      out.println(
          total > 0
              ? "%s: %d/%d (%d %%)%s%s"
                  .formatted(task, done, total, 100 * done / total, pace(rate), message)
              : "%s: %d, %s/s%s".formatted(task, done, decimals(rate), message));
    }
  }

  /** Nothing before the first unit is done. */
  private String pace(double rate) {
    return done == before
        ? ""
        : ", %s/s, %s left".formatted(decimals(rate), duration((total - done) / rate));
  }

  @Override
  public void message(String text) {
    message = ", " + text;
  }

  @Override
  public void close() {
    double seconds = clock.seconds();
    if (seconds > quietSeconds) {
      out.println(
          "%s: %d in %s (%s/s)%s"
              .formatted(
                  task,
                  done - before,
                  duration(seconds),
                  decimals((done - before) / seconds),
                  message));
    }
  }

  private static String decimals(double rate) {
    return String.format(Locale.ROOT, rate < 10 ? "%.2f" : "%.0f", rate);
  }

  static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? "%d min %02d s".formatted(whole / 60, whole % 60)
        : "%d h %02d min".formatted(whole / 3600, whole % 3600 / 60);
  }
}
