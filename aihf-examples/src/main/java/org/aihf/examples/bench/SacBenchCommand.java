package org.aihf.examples.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.aihf.UserError;
import org.aihf.mujoco.env.Environments;
import org.aihf.mujoco.reward.StepReward;
import org.aihf.mujoco.sac.Sac;
import org.aihf.mujoco.sac.SacConfig;
import org.aihf.mujoco.vector.VectorApi;
import org.aihf.random.RandomStream;
import org.aihf.torch.TorchRuntime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./aihf bench sac}: SAC against Stable-Baselines3. */
@Command(
    name = "sac",
    description = {
      "Steps per second of SAC against Stable-Baselines3, one after the other.",
      "",
      "A step is one of the environment, one of the replay and one update of batch 256, on one thread."
    })
final class SacBenchCommand implements Callable<Integer> {
  /** Java compiles the loops meanwhile. */
  private static final int WARMUP = 1500;

  private static final String RATE = "steps_per_s";

  @Spec private CommandSpec spec;

  @Option(
      names = "--env",
      paramLabel = "NAME",
      defaultValue = "Hopper-v5",
      description = "the environment (default: ${DEFAULT-VALUE})")
  private String environment = "";

  @Option(
      names = "--steps",
      defaultValue = "3000",
      description = "timed steps (default: ${DEFAULT-VALUE})")
  private int steps;

  @Option(
      names = "--repeat",
      defaultValue = "3",
      description =
          "alternating runs of us and the peer; medians count (default: ${DEFAULT-VALUE})")
  private int repeat;

  @Option(
      names = "--reference",
      paramLabel = "DIR",
      description =
          "the reference kit with the peer's venv/ (default: $AIHF_REF or ~/.cache/aihf-reference)")
  private @Nullable Path reference;

  @Option(
      names = "--peer",
      paramLabel = "FILE",
      description = "the peer's script (default: shared/peers/sb3_bench.py beside the project)")
  private @Nullable Path peer;

  @Option(names = "--hidden", hidden = true, description = "measure one width in this process")
  private int hidden;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (steps < 1 || repeat < 1) {
      throw new UserError(
          "--steps and --repeat must be at least 1, not %d and %d".formatted(steps, repeat));
    }
    Environments.maxSteps(environment); // refuses what there is not, before the measurement
    PrintWriter out = spec.commandLine().getOut();
    if (hidden > 0) {
      out.printf(Locale.ROOT, "{\"%s\": %.1f}%n", RATE, measureHere());
      return 0;
    }
    String engine = VectorApi.isAvailable() ? "the JVM's vectors" : "libtorch";
    out.printf(
        "%s, batch 256, 1 thread, computed by %s; medians of %d%n", environment, engine, repeat);
    out.printf("%-12s %14s %14s %8s %8s%n", "networks", "AIHF", "peer", "faster", "goal");
    compare(out, 64, 10);
    compare(out, 256, 5);
    return 0;
  }

  private void compare(PrintWriter out, int width, double goal)
      throws IOException, InterruptedException {
    List<Measurement> ours = new ArrayList<>();
    List<Measurement> theirs = new ArrayList<>();
    List<String> peerCommand = peerCommand(width);
    for (int i = 0; i < repeat; i++) {
      ours.add(BenchProcess.run(ourCommand(width), "", 1, RATE));
      if (peerCommand != null) {
        theirs.add(BenchProcess.run(peerCommand, "", 1, RATE));
      }
    }
    String networks = "(%d, %d)".formatted(width, width);
    double us = median(ours);
    if (theirs.isEmpty()) {
      out.printf(Locale.ROOT, "%-12s %12.0f/s %14s%n", networks, us, "-");
    } else {
      double them = median(theirs);
      out.printf(
          Locale.ROOT,
          "%-12s %12.0f/s %12.0f/s %7.2fx %7.1fx%n",
          networks,
          us,
          them,
          us / them,
          goal);
    }
    out.flush();
  }

  private double measureHere() {
    SacConfig config = SacConfig.DEFAULTS.withHiddenSize(hidden).withLearningStarts(500);
    try (TorchRuntime runtime = TorchRuntime.cpu(1);
        Sac sac = new Sac(runtime, Environments.make(environment), config, RandomStream.of(1))) {
      sac.learn(500 + WARMUP, StepReward.environment(), step -> true);
      long start = System.nanoTime();
      sac.learn(steps, StepReward.environment(), step -> true);
      return steps / ((System.nanoTime() - start) / 1e9);
    }
  }

  private List<String> ourCommand(int width) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As ./aihf starts a training.
    command.addAll(List.of("-XX:+UseG1GC", "-XX:MaxRAMPercentage=25"));
    command.addAll(List.of("-XX:Tier3DelayOn=1000", "-XX:PerMethodRecompilationCutoff=10000"));
    command.add("-Dai.djl.offline=true");
    if (VectorApi.isAvailable()) {
      command.add("--add-modules=" + VectorApi.MODULE);
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of("org.aihf.examples.Main", "bench", "sac", "--env", environment));
    command.addAll(List.of("--hidden", Integer.toString(width)));
    command.addAll(List.of("--steps", Integer.toString(steps)));
    return command;
  }

  private @Nullable List<String> peerCommand(int width) {
    Path python = kit().resolve("venv/bin/python");
    Path home = Path.of(System.getProperty("aihf.home", "."));
    Path script = peer != null ? peer : home.resolve("../shared/peers/sb3_bench.py").normalize();
    if (!Files.exists(python) || !Files.exists(script)) {
      return null;
    }
    List<String> command = new ArrayList<>(List.of(python.toString(), script.toString()));
    command.addAll(List.of("--env", environment, "--hidden", Integer.toString(width)));
    command.addAll(List.of("--steps", Integer.toString(steps), "--threads", "1"));
    return command;
  }

  private Path kit() {
    if (reference != null) {
      return reference;
    }
    String variable = System.getenv("AIHF_REF");
    return variable != null
        ? Path.of(variable)
        : Path.of(System.getProperty("user.home"), ".cache", "aihf-reference");
  }

  private static double median(List<Measurement> runs) {
    double[] rates = runs.stream().mapToDouble(Measurement::rate).sorted().toArray();
    return rates[rates.length / 2];
  }
}
