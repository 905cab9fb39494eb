package org.aihf.examples.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.aihf.data.CompletionRow;
import org.aihf.data.JsonlReader;
import org.aihf.data.JsonlWriter;
import org.aihf.examples.scoring.RowScorer;
import org.aihf.run.Progress;
import org.aihf.torch.TorchRuntime;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Log-probabilities or rewards of given completions. */
@Command(
    name = "score",
    description = {
      "Score completions with a model.",
      "",
      "Input lines {prompt, completion}. A causal model gives {ids, prompt_length, logprobs, sum}: ids of",
      "prompt and completion encoded jointly with the tokenizer's own special tokens, one log-probability",
      "per completion token, and their sum. A sequence classifier gives {scores, score}: one score per",
      "label, and the first of them, which is a reward model's reward."
    })
final class ScoreCommand implements Callable<Integer> {
  /** Rows scored at once: enough to fill length buckets, few enough to show progress. */
  private static final int CHUNK = 128;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "Hugging Face directory: config.json, safetensors, tokenizer.json.")
  private Path model;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "F.jsonl",
      description = "What to score.")
  private Path input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "F.jsonl",
      description = "Where to write, one line per input line; appears when all is done.")
  private Path output;

  @Option(
      names = "--append-eos",
      description = "Score the end-of-sequence token as the last token of every completion.")
  private boolean appendEos;

  @Mixin private EngineOptions engine = new EngineOptions();

  @Override
  public Integer call() {
    List<CompletionRow> rows = JsonlReader.read(input, CompletionRow.POSSIBLY_EMPTY);
    try (TorchRuntime runtime = engine.open();
        RowScorer scorer = RowScorer.open(runtime, model, appendEos);
        Progress progress = Progress.start("Scoring", rows.size())) {
      JsonlWriter.write(
          output,
          sink -> {
            for (int from = 0; from < rows.size(); from += CHUNK) {
              List<CompletionRow> chunk = rows.subList(from, Math.min(rows.size(), from + CHUNK));
              scorer.score(input, from + 1, chunk).forEach(sink);
              progress.advance(chunk.size());
            }
          });
    }
    return 0;
  }
}
