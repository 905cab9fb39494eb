package org.aihf.examples.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs a measurement in a process of its own and reads the JSON line it prints last. */
final class BenchProcess {
  private static final ObjectMapper JSON = new ObjectMapper();

  private BenchProcess() {}

  /**
   * @param pythonPath directories of Python packages to prefer; empty for none
   * @param rateField {@code samples_s}, {@code tokens_s} or {@code rounds_s}
   * @throws IOException with the end of the process's output if it fails
   */
  static Measurement run(List<String> command, String pythonPath, int threads, String rateField)
      throws IOException, InterruptedException {
    JsonNode result = json(command, pythonPath, threads);
    return new Measurement(
        result.get(rateField).asDouble(), result.path("peak_rss_mb").asDouble(Double.NaN));
  }

  /**
   * The line itself.
   *
   * @throws IOException with the end of the process's output if it fails
   */
  static JsonNode json(List<String> command, String pythonPath, int threads)
      throws IOException, InterruptedException {
    Path errors = Files.createTempFile("aihf-bench", ".log");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
      builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
      if (!pythonPath.isEmpty()) {
        builder.environment().put("PYTHONPATH", pythonPath);
      }
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        String log = Files.readString(errors);
        throw new IOException(
            "%s failed: %s"
                .formatted(command.get(0), log.substring(Math.max(0, log.length() - 600))));
      }
      String[] lines = output.strip().split("\n");
      return JSON.readTree(lines[lines.length - 1]);
    } finally {
      Files.delete(errors);
    }
  }
}
