package org.aihf.examples.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.aihf.UserError;
import org.aihf.mujoco.MujocoLibrary;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Environments;
import org.aihf.mujoco.env.MujocoEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./aihf bench mujoco}: what the way through Java costs. */
@Command(
    name = "mujoco",
    description = {
      "Steps per second of MuJoCo from Java against a loop of C, one after the other.",
      "",
      "Both take the same library, model, actions and resets on one thread, and must end in the same",
      "state. Raw: controls in, steps, state out. Environment: observation, reward and info too. The",
      "loop of C is compiled here and needs cc, gcc or clang."
    })
final class SteppingBenchCommand implements Callable<Integer> {
  private static final double GOAL = 0.8;
  private static final int WARMUP = 20_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--env",
      paramLabel = "NAME",
      arity = "1..*",
      defaultValue = "Hopper-v5 HalfCheetah-v5 Walker2d-v5",
      split = " ",
      description = "the robots (default: ${DEFAULT-VALUE})")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--steps",
      defaultValue = "20000",
      description = "timed steps of the environment (default: ${DEFAULT-VALUE})")
  private int steps;

  @Option(
      names = "--repeat",
      defaultValue = "5",
      description = "alternating runs; medians count (default: ${DEFAULT-VALUE})")
  private int repeat;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (steps < 1 || repeat < 1) {
      throw new UserError(
          "--steps and --repeat must be at least 1, not %d and %d".formatted(steps, repeat));
    }
    PrintWriter out = spec.commandLine().getOut();
    names.forEach(Environments::maxSteps); // refuses what there is not before anything is timed
    Optional<CSteppingLoop> compiled = CSteppingLoop.compile();
    out.printf(
        "MuJoCo %s, steps per second on 1 thread; medians of %d%n",
        MujocoLibrary.get().version(), repeat);
    if (compiled.isEmpty()) {
      out.println(
          "no C compiler was found (cc, gcc or clang), so there is nothing to compare with");
    }
    out.printf(
        "%-16s %10s %10s %8s %8s %12s %8s%n",
        "robot", "C", "raw", "of C", "goal", "environment", "of C");
    try {
      for (String name : names) {
        compare(out, name, compiled);
      }
    } finally {
      if (compiled.isPresent()) {
        compiled.get().close();
      }
    }
    return 0;
  }

  private void compare(PrintWriter out, String name, Optional<CSteppingLoop> compiled)
      throws IOException, InterruptedException {
    try (Environment environment =
        Environments.make(name, s -> s.withResetNoiseScale(0).withTerminateWhenUnhealthy(false))) {
      MujocoEnvironment robot = (MujocoEnvironment) environment.unwrapped();
      // Java compiles the loops meanwhile.
      SteppingLoop.raw(robot, WARMUP);
      SteppingLoop.environment(environment, WARMUP);
      List<Double> raw = new ArrayList<>();
      List<Double> whole = new ArrayList<>();
      List<Double> theirs = new ArrayList<>();
      for (int i = 0; i < repeat; i++) {
        SteppingLoop.Result ours = SteppingLoop.raw(robot, steps);
        raw.add(ours.rate());
        if (compiled.isPresent()) {
          SteppingLoop.Result c = compiled.get().run(robot, steps);
          theirs.add(c.rate());
          requireSameWork(name, ours, c);
        }
        whole.add(SteppingLoop.environment(environment, steps).rate());
      }
      print(out, name, theirs, median(raw), median(whole));
    }
  }

  private static void requireSameWork(
      String name, SteppingLoop.Result ours, SteppingLoop.Result c) {
    if (Double.compare(ours.check(), c.check()) != 0) {
      throw new IllegalStateException(
          "%s ended elsewhere in Java (%s) than in C (%s)"
              .formatted(name, ours.check(), c.check()));
    }
  }

  private static void print(
      PrintWriter out, String name, List<Double> theirs, double raw, double whole) {
    if (theirs.isEmpty()) {
      out.printf(
          Locale.ROOT, "%-16s %10s %10.0f %8s %8s %12.0f%n", name, "-", raw, "-", "-", whole);
    } else {
      double c = median(theirs);
      out.printf(
          Locale.ROOT,
          "%-16s %10.0f %10.0f %8.3f %8.2f %12.0f %8.3f%n",
          name,
          c,
          raw,
          raw / c,
          GOAL,
          whole,
          whole / c);
    }
    out.flush();
  }

  private static double median(List<Double> rates) {
    return rates.stream().sorted().toList().get(rates.size() / 2);
  }
}
