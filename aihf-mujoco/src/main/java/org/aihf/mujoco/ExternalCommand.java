package org.aihf.mujoco;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the system, such as pip or apt-get, and why it failed. */
final class ExternalCommand {
  private static final int MINUTES = 10;

  private ExternalCommand() {}

  /** Empty when the command succeeded, else the reason in a line. */
  static String run(List<String> command, Path directory) throws IOException {
    Path log = Files.createTempFile("aihf-install", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return "no answer within " + MINUTES + " minutes";
      }
      if (process.exitValue() == 0) {
        return "";
      }
      return Files.readString(log, StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .reduce((first, last) -> last)
          .orElse(command.get(0) + " ended with exit code " + process.exitValue());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    } catch (IOException e) {
      return command.get(0) + " is not installed";
    } finally {
      Files.delete(log);
    }
  }
}
