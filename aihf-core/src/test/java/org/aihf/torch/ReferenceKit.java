package org.aihf.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Python with PyTorch and safetensors, where the reference kit is installed; else tests are
 * skipped.
 */
public final class ReferenceKit {
  private static final Path PYTHON =
      Path.of(System.getProperty("user.home"), ".cache/aihf-reference/venv/bin/python");

  private ReferenceKit() {}

  /** Runs a program and returns what it printed; fails if it fails. */
  public static String python(String program, Object... arguments) throws IOException {
    assumeTrue(Files.isExecutable(PYTHON), "reference kit is not installed");
    List<String> command = new ArrayList<>(List.of(PYTHON.toString(), "-c", program));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    try {
      assertThat(process.waitFor()).as(output).isZero();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return output.strip();
  }
}
