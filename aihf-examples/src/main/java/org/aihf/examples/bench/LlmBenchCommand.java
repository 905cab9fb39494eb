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
import org.aihf.data.JsonlReader;
import org.aihf.data.PreferenceRow;
import org.aihf.llm.text.Tokenizer;
import org.aihf.torch.TorchRuntime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ./aihf bench llm}: SFT, DPO, reward model, sampling and PPO against TRL and transformers.
 */
@Command(
    name = "llm",
    description =
        "Training and sampling speed and peak memory against TRL and transformers, one after the other.")
final class LlmBenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--reference",
      paramLabel = "DIR",
      description =
          "the reference kit: a venv/ with the peers, trl-ppo/ with a TRL that has PPO, and a model"
              + " directory whose tokenizer is used (default: $AIHF_REF or ~/.cache/aihf-reference)")
  private @Nullable Path reference;

  @Option(
      names = "--peer",
      paramLabel = "FILE",
      description = "the peer's script (default: shared/peers/trl_bench.py beside the project)")
  private @Nullable Path peer;

  @Option(
      names = "--threads",
      defaultValue = "2",
      description = "threads of both (default: ${DEFAULT-VALUE})")
  private int threads;

  @Option(
      names = "--steps",
      defaultValue = "6",
      description = "timed updates of a training task (default: ${DEFAULT-VALUE})")
  private int steps;

  @Option(
      names = "--repeat",
      defaultValue = "3",
      description =
          "alternating runs of us and the peer; medians count (default: ${DEFAULT-VALUE})")
  private int repeat;

  @Option(
      names = "--only",
      paramLabel = "TASK",
      description = "only sft, dpo, reward, generate or ppo; may be repeated (default: all)")
  private List<LlmTask> only = List.of();

  @Option(names = "--task", hidden = true, description = "measure one task in this process")
  private @Nullable LlmTask task;

  @Option(names = "--batch", hidden = true, defaultValue = "8", description = "batch of --task")
  private int batch;

  @Option(names = "--data", hidden = true, description = "rows of --task")
  private @Nullable Path data;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path kit = kit();
    Path tokenizer = kit.resolve("smollm2-135m-instruct");
    if (!Files.exists(tokenizer.resolve("tokenizer.json"))) {
      throw new UserError(
          "%s has no tokenizer.json; make the reference kit or name it with --reference"
              .formatted(tokenizer));
    }
    if (task != null) {
      measureHere(task, tokenizer);
      return 0;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "GPT-NeoX 6 x 512, random weights, fp32, " + threads + " threads; medians of " + repeat);
    out.printf(
        "%-18s %14s %14s %8s %8s %10s %10s%n",
        "task", "AIHF", "peer", "faster", "goal", "AIHF MB", "peer MB");
    Path rows = Files.createTempFile("aihf-bench", ".jsonl");
    try {
      compare(out, LlmTask.SFT, 8, 3, rows, tokenizer, kit);
      compare(out, LlmTask.DPO, 8, 4, rows, tokenizer, kit);
      compare(out, LlmTask.REWARD, 8, 1.5, rows, tokenizer, kit);
      compare(out, LlmTask.GENERATE, 8, 2.5, rows, tokenizer, kit);
      compare(out, LlmTask.GENERATE, 64, 3, rows, tokenizer, kit);
      compare(out, LlmTask.PPO, 64, 3, rows, tokenizer, kit);
    } finally {
      Files.delete(rows);
    }
    return 0;
  }

  private void compare(
      PrintWriter out,
      LlmTask what,
      int batchSize,
      double goal,
      Path rows,
      Path tokenizer,
      Path kit)
      throws IOException, InterruptedException {
    if (!only.isEmpty() && !only.contains(what)) {
      return;
    }
    BenchData.write(rows, BenchData.rows(what.shape(batchSize, steps)));
    String rateField = what.rateField();
    List<Measurement> ours = new ArrayList<>();
    List<Measurement> theirs = new ArrayList<>();
    List<String> peerCommand = peerCommand(what, batchSize, rows, tokenizer, kit);
    for (int i = 0; i < repeat; i++) {
      ours.add(BenchProcess.run(ourCommand(what, batchSize, rows, kit), "", threads, rateField));
      if (peerCommand != null) {
        theirs.add(BenchProcess.run(peerCommand, peerPath(what, kit), threads, rateField));
      }
    }
    Measurement us = median(ours);
    String name = what.label() + " batch " + batchSize;
    if (theirs.isEmpty()) {
      out.printf(
          Locale.ROOT,
          "%-18s %14s %14s %8s %8s %10.0f%n",
          name,
          what.shown(us.rate()),
          "-",
          "-",
          "-",
          us.peakMegabytes());
    } else {
      Measurement them = median(theirs);
      out.printf(
          Locale.ROOT,
          "%-18s %14s %14s %7.2fx %7.1fx %10.0f %10.0f%n",
          name,
          what.shown(us.rate()),
          what.shown(them.rate()),
          us.rate() / them.rate(),
          goal,
          us.peakMegabytes(),
          them.peakMegabytes());
    }
    out.flush();
  }

  private void measureHere(LlmTask what, Path tokenizerDirectory) throws IOException {
    BenchShape shape = what.shape(batch, steps);
    List<PreferenceRow> rows =
        data == null ? BenchData.rows(shape) : JsonlReader.read(data, PreferenceRow.FORMAT);
    try (TorchRuntime runtime = TorchRuntime.cpu(threads);
        Tokenizer tokenizer = Tokenizer.load(tokenizerDirectory)) {
      double rate = what.measure(shape, tokenizer, rows, runtime);
      String field = what.rateField();
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT, "{\"%s\": %.6f, \"peak_rss_mb\": %.1f}%n", field, rate, peakMegabytes());
    }
  }

  private List<String> ourCommand(LlmTask what, int batchSize, Path rows, Path kit) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx1g", "-Dai.djl.offline=true", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of("org.aihf.examples.Main", "bench", "llm"));
    command.addAll(List.of("--task", what.name(), "--batch", Integer.toString(batchSize)));
    command.addAll(List.of("--steps", Integer.toString(steps)));
    command.addAll(List.of("--threads", Integer.toString(threads)));
    command.addAll(List.of("--data", rows.toString(), "--reference", kit.toString()));
    return command;
  }

  private @Nullable List<String> peerCommand(
      LlmTask what, int batchSize, Path rows, Path tokenizer, Path kit) {
    Path python = kit.resolve("venv/bin/python");
    Path home = Path.of(System.getProperty("aihf.home", "."));
    Path script;
    if (what == LlmTask.PPO) {
      script = home.resolve("aihf-examples/src/main/python/ppo_bench.py");
    } else {
      script = peer != null ? peer : home.resolve("../shared/peers/trl_bench.py").normalize();
    }
    if (!Files.exists(python) || !Files.exists(script)) {
      return null;
    }
    if (what == LlmTask.PPO && !Files.exists(Path.of(peerPath(what, kit)))) {
      spec.commandLine()
          .getOut()
          .println(
              "no peer for ppo, which TRL has dropped; get one with: %s -m pip install --no-deps --target %s trl==1.9.0"
                  .formatted(python, peerPath(what, kit)));
      return null;
    }
    List<String> command = new ArrayList<>(List.of(python.toString(), script.toString()));
    command.addAll(List.of("--tokenizer", tokenizer.toString(), "--data", rows.toString()));
    command.addAll(List.of("--batch", Integer.toString(batchSize)));
    command.addAll(List.of("--threads", Integer.toString(threads)));
    if (what == LlmTask.PPO) {
      int newTokens = what.shape(batchSize, steps).newTokens();
      command.addAll(List.of("--new-tokens", Integer.toString(newTokens)));
    } else {
      command.addAll(List.of("--task", what.label(), "--steps", Integer.toString(steps)));
    }
    return command;
  }

  /** PPO's peer is an older TRL in a directory of its own: newer ones have dropped PPO. */
  private static String peerPath(LlmTask what, Path kit) {
    return what == LlmTask.PPO ? kit.resolve("trl-ppo").toString() : "";
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

  private static Measurement median(List<Measurement> runs) {
    double[] rates = runs.stream().mapToDouble(Measurement::rate).sorted().toArray();
    double[] peaks = runs.stream().mapToDouble(Measurement::peakMegabytes).sorted().toArray();
    return new Measurement(rates[rates.length / 2], peaks[peaks.length / 2]);
  }

  private static double peakMegabytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return Double.NaN;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / 1024)
        .findFirst()
        .orElse(Double.NaN);
  }
}
