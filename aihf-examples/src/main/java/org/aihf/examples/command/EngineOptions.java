package org.aihf.examples.command;

import org.aihf.UserError;
import org.aihf.torch.TorchRuntime;
import picocli.CommandLine.Option;

/** Where and with how many threads a command computes. */
final class EngineOptions {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of the engine; default: one per processor.")
  private int threads;

  TorchRuntime open() {
    if (threads < 0) {
      throw new UserError("option --threads is %d; it must be at least 1".formatted(threads));
    }
    return TorchRuntime.cpu(threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
  }
}
