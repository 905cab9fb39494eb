package org.aihf.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.aihf.llm.model.Gpt2Config;
import org.aihf.llm.model.KernelExport;
import org.aihf.llm.model.LlamaConfig;
import org.aihf.llm.model.LmConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Kernels without a JVM: the script for machines with a GPU, on the processor, where Python is. */
@Tag("slow")
class KernelParityTest {
  private static final Path PYTHON =
      Path.of(System.getProperty("user.home"), ".cache/aihf-reference/venv/bin/python");

  @TempDir private Path directory;

  static List<LmConfig> shapes() {
    return List.of(
        KernelsCommand.Shape.TINY.config(),
        new LlamaConfig(
            LlamaConfig.Family.MISTRAL,
            96,
            32,
            2,
            4,
            2,
            8,
            48,
            64,
            0.2,
            false,
            List.of(1),
            OptionalInt.of(2),
            OptionalInt.empty(),
            1e-6,
            10_000,
            false,
            false,
            OptionalInt.of(5)),
        new Gpt2Config(
            96,
            32,
            2,
            4,
            48,
            64,
            0.2,
            true,
            List.of(1),
            OptionalInt.of(1),
            OptionalInt.empty(),
            1e-5));
  }

  @Test
  void aShapeIsWrittenFromTheCommandLine() {
    int status =
        new CommandLine(new KernelsCommand())
            .execute("--shape", "tiny", "--output", directory.toString());
    assertThat(status).isZero();
    assertThat(directory.resolve("kernel.pt")).isNotEmptyFile();
    assertThat(directory.resolve("kernel.json")).content().contains("\"rotary_size\" : 4");
    assertThat(directory.resolve("config.json")).content().contains("GPTNeoXForCausalLM");
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void exportedKernelsAgreeWithTransformersInPython(LmConfig config)
      throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(PYTHON), "reference kit is not installed");
    KernelExport.write(config, directory);
    Process process =
        new ProcessBuilder(
                PYTHON.toString(),
                "src/main/python/kernel_parity.py",
                directory.toString(),
                "--batch=2",
                "--prompt=6",
                "--answer=6",
                "--steps=1",
                "--threads=1")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("log-probabilities against transformers", "\"failures\": []");
    assertThat(output).doesNotContain("FAILED");
  }
}
