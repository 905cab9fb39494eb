package org.aihf.examples.command;

import java.io.PrintWriter;
import org.aihf.examples.bench.BenchCommand;
import org.aihf.examples.mujoco.MujocoCommand;
import org.aihf.examples.paper.PaperCommand;
import org.aihf.examples.quickstart.QuickstartCommand;
import org.aihf.run.Versions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/** The root command: its subcommands, and what they share. */
@Command(
    name = "aihf",
    description = {
      "Alignment with Integrated Human Feedback: reward model and policy trained jointly",
      "from demonstrations and preferences.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      QuickstartCommand.class,
      TrainCommand.class,
      ScoreCommand.class,
      GenerateCommand.class,
      EvaluateCommand.class,
      ReportCommand.class,
      PaperCommand.class,
      BenchCommand.class,
      MujocoCommand.class,
      DoctorCommand.class,
      TestCommand.class,
    },
    versionProvider = AihfCommand.Version.class,
    footer = {
      "",
      "Exit codes: 0 done, 2 a mistake in what was asked for (one sentence says which), 1 a fault of AIHF."
    })
public final class AihfCommand implements Runnable {
  @Mixin private GlobalOptions global = new GlobalOptions();
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /**
   * Runs one command line.
   *
   * @return the exit code
   */
  public static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    AihfCommand root = new AihfCommand();
    CommandLine line = new CommandLine(root);
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(100);
    line.setAbbreviatedOptionsAllowed(false);
    line.setExecutionStrategy(
        parsed -> {
          root.global.apply();
          return new RunLast().execute(parsed);
        });
    Errors errors = new Errors(root.global);
    line.setParameterExceptionHandler(errors);
    line.setExecutionExceptionHandler(errors);
    return line.execute(arguments);
  }

  /** What {@code --version} prints. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"aihf " + Versions.aihf()};
    }
  }
}
