package org.aihf.examples.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.aihf.examples.doctor.Finding;
import org.aihf.examples.doctor.Inspection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what is there, what is missing, and how to get it. */
@Command(
    name = "doctor",
    description = "Show Java, engine, device, threads, memory, and what is missing.")
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Finding> findings = Inspection.ofThisMachine();
    for (Finding finding : findings) {
      out.printf("%-9s %-14s %s%n", finding.state().label(), finding.name(), finding.text());
      if (!finding.remedy().isEmpty()) {
        out.printf("%-9s %-14s   -> %s%n", "", "", finding.remedy());
      }
    }
    boolean missing = findings.stream().anyMatch(f -> f.state() == Finding.State.MISSING);
    out.println(
        missing
            ? "\nSomething that AIHF needs is missing: see 'missing' above."
            : "\nEverything that AIHF needs is there.");
    return missing ? 2 : 0;
  }
}
