package org.aihf.run;

import java.time.Duration;

/**
 * Shows how far a task is, its rate and the time left, once it has taken more than two seconds: a
 * bar on a terminal, a line every ten seconds elsewhere. Goes to standard error.
 *
 * <pre>{@code
 * try (Progress progress = Progress.start("Sampling", prompts.size())) {
 *   for (String prompt : prompts) {
 *     ...
 *     progress.advance(1);
 *   }
 * }
 * }</pre>
 */
public interface Progress extends AutoCloseable {
  /** {@code units} more are done. */
  void advance(long units);

  /** {@code units} were done before this process began: they count, but say nothing of the rate. */
  default void resumeAfter(long units) {}

  /** A few words shown behind the figures, such as the current loss. */
  default void message(String text) {}

  /** The task is over. */
  @Override
  void close();

  /**
   * @param task short name, such as "Reward model"
   * @param total units of work; 0 or less when unknown
   */
  static Progress start(String task, long total) {
    return Terminal.isInteractive()
        ? new ProgressOnTerminal(task, total)
        : new ProgressLines(task, total, System.err, Duration.ofSeconds(2), Duration.ofSeconds(10));
  }

  /** Shows nothing. */
  static Progress silent() {
    return new Progress() {
      @Override
      public void advance(long units) {}

      @Override
      public void close() {}
    };
  }
}
