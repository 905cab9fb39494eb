package org.aihf.examples.bench;

import picocli.CommandLine.Command;

/** {@code ./aihf bench}. */
@Command(
    name = "bench",
    description = "Measure speed and memory, beside the Python peer where it is installed.",
    subcommands = {
      LlmBenchCommand.class,
      SacBenchCommand.class,
      SteppingBenchCommand.class,
      KernelsCommand.class
    })
public final class BenchCommand {}
