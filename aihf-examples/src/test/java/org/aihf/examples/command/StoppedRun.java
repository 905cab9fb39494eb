package org.aihf.examples.command;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.aihf.UserError;
import org.aihf.run.RunDirectory;

/** How a test stops a run at its first saved state: something that it uses gives up. */
final class StoppedRun {
  private static final String REASON = "stopped by the test";

  private StoppedRun() {}

  interface Training {
    void run() throws Exception;
  }

  /** Gives up once {@code run} has saved a state. */
  static void giveUpOnceSaved(Path run) {
    Path states = run.resolve(RunDirectory.STATE);
    if (Files.isDirectory(states)) {
      throw new UserError(REASON);
    }
  }

  /** Trains until something gives up. */
  static void until(Training training) {
    assertThatThrownBy(training::run).isInstanceOf(UserError.class).hasMessageContaining(REASON);
  }
}
