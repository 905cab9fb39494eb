package org.aihf.examples.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.aihf.UserError;
import org.aihf.data.JsonlReader;
import org.aihf.data.JsonlWriter;
import org.aihf.data.PromptRow;
import org.aihf.examples.scoring.RowGenerator;
import org.aihf.llm.generate.GenerationConfig;
import org.aihf.run.Progress;
import org.aihf.torch.TorchRuntime;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Answers of a model. */
@Command(
    name = "generate",
    description = {
      "Answer prompts with a model.",
      "",
      "Input lines {prompt}; output lines {completion, ids, logprobs, finished}: text without special",
      "tokens, sampled ids with the stop token where there is one, one log-probability per id under the",
      "model at the sampling temperature, and whether a stop token ended it. With several samples a",
      "prompt, its lines follow each other."
    })
final class GenerateCommand implements Callable<Integer> {
  /** Prompts answered at once; part of what a seed means. */
  private static final int CHUNK = 64;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "Hugging Face directory: config.json, safetensors, tokenizer.json.")
  private Path model;

  @Option(names = "--input", required = true, paramLabel = "F.jsonl", description = "Prompts.")
  private Path input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "F.jsonl",
      description = "Where to write; appears when all is done.")
  private Path output;

  @Option(
      names = "--max-new-tokens",
      required = true,
      paramLabel = "N",
      description = "Most tokens of one completion.")
  private int maxNewTokens;

  @Option(names = "--greedy", description = "Take the most likely token every time.")
  private boolean greedy;

  @Option(names = "--ignore-eos", description = "Go on to N tokens whatever comes.")
  private boolean ignoreEos;

  @Option(
      names = "--temperature",
      defaultValue = "1",
      paramLabel = "T",
      description = "Divides the logits; default: ${DEFAULT-VALUE}.")
  private double temperature;

  @Option(
      names = "--top-k",
      defaultValue = "0",
      paramLabel = "K",
      description = "Sample among the K most likely tokens; 0: all.")
  private int topK;

  @Option(
      names = "--top-p",
      defaultValue = "1",
      paramLabel = "P",
      description = "Sample among the most likely tokens whose mass reaches P; 1: all.")
  private double topP;

  @Option(
      names = "--samples-per-prompt",
      defaultValue = "1",
      paramLabel = "N",
      description = "Completions of each prompt; default: ${DEFAULT-VALUE}.")
  private int samplesPerPrompt;

  @Option(
      names = "--seed",
      defaultValue = "0",
      paramLabel = "S",
      description = "Root of the randomness; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private EngineOptions engine = new EngineOptions();

  @Override
  public Integer call() {
    checkOptions();
    List<PromptRow> rows = JsonlReader.read(input, PromptRow.FORMAT);
    try (TorchRuntime runtime = engine.open();
        RowGenerator generator = RowGenerator.open(runtime, model, this::config, seed);
        Progress progress = Progress.start("Generating", rows.size())) {
      JsonlWriter.write(
          output,
          sink -> {
            for (int from = 0; from < rows.size(); from += CHUNK) {
              List<PromptRow> chunk = rows.subList(from, Math.min(rows.size(), from + CHUNK));
              generator.generate(input, from + 1, chunk).forEach(sink);
              progress.advance(chunk.size());
            }
          });
    }
    return 0;
  }

  private GenerationConfig config(Set<Integer> stopIds) {
    return new GenerationConfig(
        maxNewTokens, temperature, topK, topP, samplesPerPrompt, greedy, stopIds, ignoreEos);
  }

  /** In the spelling of the command line, before anything is loaded. */
  private void checkOptions() {
    require(maxNewTokens >= 1, "--max-new-tokens", maxNewTokens, "at least 1");
    require(
        temperature > 0 && Double.isFinite(temperature),
        "--temperature",
        temperature,
        "above 0; for the most likely token use --greedy");
    require(topK >= 0, "--top-k", topK, "0 (all tokens) or more");
    require(topP > 0 && topP <= 1, "--top-p", topP, "above 0 and at most 1");
    require(samplesPerPrompt >= 1, "--samples-per-prompt", samplesPerPrompt, "at least 1");
  }

  private static void require(boolean good, String option, Object value, String right) {
    if (!good) {
      throw new UserError("option %s is %s; it must be %s".formatted(option, value, right));
    }
  }
}
