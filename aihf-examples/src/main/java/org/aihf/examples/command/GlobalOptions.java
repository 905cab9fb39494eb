package org.aihf.examples.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options of every command. */
@SuppressWarnings("UnusedVariable") // help and version: picocli acts on them itself
final class GlobalOptions {
  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Log more: -v what happens, -vv everything.")
  private boolean[] verbose = new boolean[0];

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Show where an error arose.")
  private boolean stacktrace;

  @Option(
      names = {"-h", "--help"},
      scope = ScopeType.INHERIT,
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      scope = ScopeType.INHERIT,
      versionHelp = true,
      description = "Show the version.")
  private boolean version;

  boolean stacktrace() {
    return stacktrace;
  }

  /** Log levels; touched only when asked for, because logging takes time to start. */
  void apply() {
    if (verbose.length > 0) {
      Level level = verbose.length == 1 ? Level.INFO : Level.DEBUG;
      ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(level);
      ((Logger) LoggerFactory.getLogger("ai.djl")).setLevel(level);
    }
  }
}
