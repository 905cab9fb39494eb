package org.aihf.examples.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.aihf.llm.model.GptNeoxConfig;
import org.aihf.llm.model.KernelExport;
import org.aihf.llm.model.LmConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./aihf bench kernels}: kernels for a machine with a GPU and Python but no JVM. */
@Command(
    name = "kernels",
    description = {
      "Write the kernels of a Pythia shape for torch.jit.load.",
      "",
      "kernel_parity.py (aihf-examples/src/main/python) then checks and times them on any device."
    })
final class KernelsCommand implements Callable<Integer> {
  /** Layers, hidden size and heads of published models, and one that is quick to check. */
  enum Shape {
    TINY(2, 64, 4, 512),
    PYTHIA_160M(12, 768, 12, 50_304),
    PYTHIA_1B(16, 2048, 8, 50_304);

    private final int layers;
    private final int hidden;
    private final int heads;
    private final int vocabulary;

    Shape(int layers, int hidden, int heads, int vocabulary) {
      this.layers = layers;
      this.hidden = hidden;
      this.heads = heads;
      this.vocabulary = vocabulary;
    }

    LmConfig config() {
      return new GptNeoxConfig(
          vocabulary,
          hidden,
          layers,
          heads,
          4 * hidden,
          2048,
          0.02,
          false,
          List.of(0),
          OptionalInt.of(0),
          OptionalInt.empty(),
          1e-5,
          0.25,
          10_000,
          true,
          true);
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Option(
      names = "--shape",
      required = true,
      paramLabel = "NAME",
      description = "One of ${COMPLETION-CANDIDATES}.")
  private Shape shape;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Where kernel.pt, kernel.json and config.json go.")
  private Path output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    KernelExport.write(shape.config(), output);
    spec.commandLine().getOut().println(output);
    return 0;
  }
}
