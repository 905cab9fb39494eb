package org.aihf.examples.paper;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./aihf paper}. */
@Command(
    name = "paper",
    description = "Recompute the paper's exact results: tables, CSV files and charts.",
    subcommands = {StaticCommand.class, TheoremCommand.class})
public final class PaperCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
