package org.aihf.examples.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aihf.UserError;
import org.aihf.run.recipe.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** One line for whoever typed the command; a stack trace only for whoever asks. */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private static final int FAULT_OF_OURS = 1;
  private static final int MISTAKE_OF_THE_USER = 2;
  private static final int LONGEST = 1000;

  private final GlobalOptions global;

  Errors(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine line = e.getCommandLine();
    String command = line.getCommandSpec().qualifiedName();
    print(line, "%s: %s; see ./%s --help".formatted(command, sentence(e), command));
    if (Arrays.asList(arguments).contains("--stacktrace")) {
      e.printStackTrace(line.getErr());
    }
    return MISTAKE_OF_THE_USER;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
    boolean mistake = e instanceof UserError;
    print(
        line,
        mistake
            ? "aihf: " + e.getMessage()
            : "aihf: internal error: %s: %s; run again with --stacktrace and report it"
                .formatted(e.getClass().getSimpleName(), e.getMessage()));
    if (global.stacktrace()) {
      e.printStackTrace(line.getErr());
    }
    return mistake ? MISTAKE_OF_THE_USER : FAULT_OF_OURS;
  }

  private static String sentence(ParameterException e) {
    // A mistyped option also makes the right one missing: name the mistake, not what follows from
    // it.
    List<String> unmatched = e.getCommandLine().getUnmatchedArguments();
    boolean mistyped = e instanceof MissingParameterException && !unmatched.isEmpty();
    if (mistyped || e instanceof UnmatchedArgumentException) {
      return unknown(e.getCommandLine(), unmatched.get(0));
    }
    return oneLine(e.getMessage())
        .replaceFirst("^Missing required", "missing required")
        .replaceFirst("^Invalid value", "invalid value")
        .replaceFirst("' is not an? (int|long)$", "' is not a whole number")
        .replaceFirst("' is not a (double|float)$", "' is not a number");
  }

  private static String unknown(CommandLine line, String word) {
    boolean option = word.startsWith("-");
    List<String> known = new ArrayList<>();
    if (option) {
      line.getCommandSpec().options().forEach(o -> known.add(o.longestName()));
    } else {
      known.addAll(line.getSubcommands().keySet());
    }
    String kind = option ? "option" : known.isEmpty() ? "argument" : "command";
    String name = option && word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    String hint = known.isEmpty() ? "" : Nearest.hint(name, known);
    return "unknown %s '%s'%s".formatted(kind, name, hint.replaceFirst("\\?$", ""));
  }

  private static void print(CommandLine line, String text) {
    line.getErr().println(oneLine(text));
    line.getErr().flush();
  }

  /** What a file made us quote stays short and cannot steer the terminal. */
  private static String oneLine(String text) {
    String line = text.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?");
    int length = line.length();
    return length <= LONGEST
        ? line
        : line.substring(0, LONGEST - 200) + "..." + line.substring(length - 200);
  }
}
