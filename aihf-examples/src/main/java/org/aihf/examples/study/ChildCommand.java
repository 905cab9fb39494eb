package org.aihf.examples.study;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.aihf.UserError;
import org.aihf.run.FileErrors;
import org.aihf.torch.TorchRuntime;

/** A command of {@code aihf} in a JVM of its own, what it says in a file. */
final class ChildCommand {
  /** By name: the packages below know nothing of the class that starts them. */
  private static final String MAIN = "org.aihf.examples.Main";

  /** Longer than a run needs to save its state. */
  private static final long PATIENCE_SECONDS = 30;

  private static final long LISTENING_SECONDS = 5;

  private ChildCommand() {}

  /**
   * Runs a command to its end. If this process is stopped, so is the command, which saves its state
   * first.
   *
   * @param log gets both output streams
   * @param heard told its last line now and then
   * @throws UserError with the command's last sentence if it fails
   */
  static void run(List<String> arguments, Path log, Consumer<String> heard) {
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      Process process =
          new ProcessBuilder(command(arguments))
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(log.toFile()))
              .start();
      try (AutoCloseable stopping = TorchRuntime.beforeShutdown(() -> stop(process))) {
        while (!process.waitFor(LISTENING_SECONDS, TimeUnit.SECONDS)) {
          heard.accept(lastLine(log));
        }
        if (process.exitValue() != 0) {
          throw new UserError(
              "'aihf %s' failed: %s (all it said: %s)"
                  .formatted(String.join(" ", arguments), lastLine(log), log));
        }
      }
    } catch (IOException e) {
      throw FileErrors.cannot("write", log, e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("interrupted while 'aihf' ran", e);
    }
  }

  /** This process's own Java, options and class path. */
  private static List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.matches("-[XD].*|--add-modules=.*"))
        .filter(option -> !option.matches("-Daihf\\.(command|terminal|columns)=.*"))
        .forEach(command::add);
    command.add("-Daihf.terminal=false");
    command.add("-Daihf.command=./aihf " + String.join(" ", arguments));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    command.addAll(arguments);
    return command;
  }

  private static void stop(Process process) {
    process.destroy();
    try {
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String lastLine(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
    return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
  }
}
