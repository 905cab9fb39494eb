package org.aihf.examples.paper;

import org.aihf.UserError;
import picocli.CommandLine.Option;

/** What both studies take. */
final class PaperOptions {
  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Root of all randomness; default: ${DEFAULT-VALUE}.")
  private long seed;

  long seed() {
    return seed;
  }

  /** An option that counts something and needs at least two for a spread. */
  static int repeats(int value) {
    if (value < 2) {
      throw new UserError("--repeats must be at least 2 to show a spread, not " + value);
    }
    return value;
  }
}
