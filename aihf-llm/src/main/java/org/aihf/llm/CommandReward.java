package org.aihf.llm;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.aihf.UserError;

/**
 * A program as a judge: it reads rows {@code {"prompt", "completion"}} (JSONL) from standard input
 * to its end and prints one number per row.
 *
 * @param command program and arguments, as a shell would split them; no shell is involved
 */
public record CommandReward(List<String> command) implements TextReward {
  private static final ObjectMapper JSON = new ObjectMapper();

  public CommandReward {
    command = List.copyOf(command);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("command of a judge must name a program");
    }
  }

  /** From one line, split at blanks. */
  public static CommandReward parse(String line) {
    return new CommandReward(List.of(line.strip().split("\\s+")));
  }

  /**
   * @throws UserError if the program does not start, fails, or does not print one finite number per
   *     row
   */
  @Override
  public double[] score(List<String> prompts, List<String> completions) {
    try {
      Path rows = Files.createTempFile("aihf-judge", ".jsonl");
      Path errors = Files.createTempFile("aihf-judge", ".log");
      try {
        Files.writeString(rows, rows(prompts, completions));
        Process process =
            new ProcessBuilder(command)
                .redirectInput(rows.toFile())
                .redirectError(errors.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
          throw new UserError(
              "the judge '%s' failed with status %d: %s"
                  .formatted(this, status, lastLine(Files.readString(errors))));
        }
        return parse(output.strip().split("\\R"), completions.size());
      } finally {
        Files.delete(rows);
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UserError("the judge '%s' does not start: %s".formatted(this, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError("interrupted while waiting for the judge '" + this + "'", e);
    }
  }

  private double[] parse(String[] lines, int expected) {
    if (lines.length != expected) {
      throw new UserError(
          "the judge '%s' printed %d lines for %d rows; it must print one number per row"
              .formatted(this, lines.length, expected));
    }
    double[] scores = new double[expected];
    for (int i = 0; i < expected; i++) {
      try {
        scores[i] = Double.parseDouble(lines[i].strip());
      } catch (NumberFormatException e) {
        throw new UserError(
            "the judge '%s' printed '%s' as line %d; it must be a number"
                .formatted(this, lines[i], i + 1),
            e);
      }
      if (!Double.isFinite(scores[i])) {
        throw new UserError(
            "the judge '%s' printed %s as line %d; it must be finite"
                .formatted(this, lines[i], i + 1));
      }
    }
    return scores;
  }

  private static String rows(List<String> prompts, List<String> completions) {
    StringBuilder rows = new StringBuilder();
    try {
      for (int i = 0; i < prompts.size(); i++) {
        rows.append(
                JSON.writeValueAsString(
                    Map.of("prompt", prompts.get(i), "completion", completions.get(i))))
            .append('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows.toString();
  }

  private static String lastLine(String text) {
    String[] lines = text.strip().split("\\R");
    return lines[lines.length - 1];
  }

  @Override
  public String toString() {
    return String.join(" ", command);
  }
}
