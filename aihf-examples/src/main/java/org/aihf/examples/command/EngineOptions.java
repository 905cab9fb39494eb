package org.aihf.examples.command;

import org.aihf.UserError;
import org.aihf.torch.Precision;
import org.aihf.torch.TorchRuntime;
import picocli.CommandLine.Option;

/** Where and with how many threads a command computes. */
final class EngineOptions {
  @Option(
      names = "--device",
      defaultValue = "cpu",
      paramLabel = "NAME",
      description = "cpu, cuda or cuda:N; default: ${DEFAULT-VALUE}.")
  private String device = "cpu";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of the engine; default: one per processor.")
  private int threads;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      description = "Of matrix products in the layers: fp32 or bf16; default: ${DEFAULT-VALUE}.")
  private Precision precision = Precision.FP32;

  TorchRuntime open() {
    if (threads < 0) {
      throw new UserError("option --threads is %d; it must be at least 1".formatted(threads));
    }
    return open(device, threads, precision);
  }

  /**
   * @param threads 0 for one per processor
   */
  static TorchRuntime open(String device, int threads, Precision precision) {
    return TorchRuntime.open(
        device, threads == 0 ? Runtime.getRuntime().availableProcessors() : threads, precision);
  }
}
