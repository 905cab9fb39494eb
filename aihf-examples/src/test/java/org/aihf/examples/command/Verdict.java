package org.aihf.examples.command;

import java.util.function.Predicate;

/** What is wrong with how a command met spoiled input; empty if nothing is. */
final class Verdict {
  private static final int LONGEST_SENTENCE = 2000;

  private Verdict() {}

  /**
   * @param namesCulprit whether a refusal says what is wrong
   */
  static String of(CommandLineRun run, Predicate<String> namesCulprit) {
    if (run.code() == 0) {
      return run.err().contains("Exception") ? "warns of an exception" : "";
    }
    if (run.code() != 2) {
      return "has the wrong exit code";
    }
    if (run.err().lines().count() != 1
        || !run.err().startsWith("aihf")
        || run.err().contains("Exception")
        || run.err().length() > LONGEST_SENTENCE) {
      return "is not one sentence";
    }
    return namesCulprit.test(run.err()) ? "" : "does not name the culprit";
  }
}
