package org.aihf.examples.scoring;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aihf.UserError;
import org.aihf.data.CompletionRow;
import org.aihf.llm.model.LmConfig;
import org.aihf.llm.model.TokenSequence;
import org.aihf.llm.text.Tokenizer;
import org.aihf.torch.TorchRuntime;

/** Scores rows of prompt and completion with whatever model a directory holds. */
public abstract sealed class RowScorer implements AutoCloseable
    permits CausalRowScorer, ClassifierRowScorer {
  private final Path directory;
  private final Tokenizer tokenizer;
  private final boolean appendEos;

  RowScorer(Path directory, Tokenizer tokenizer, boolean appendEos) {
    this.directory = directory;
    this.tokenizer = tokenizer;
    this.appendEos = appendEos;
  }

  /** Loads model and tokenizer. */
  public static RowScorer open(TorchRuntime runtime, Path directory, boolean appendEos) {
    boolean classifier = ModelDirectory.isClassifier("--model", directory);
    Tokenizer tokenizer = Tokenizer.load(directory);
    try {
      return classifier
          ? new ClassifierRowScorer(runtime, directory, tokenizer, appendEos)
          : new CausalRowScorer(runtime, directory, tokenizer, appendEos);
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  /**
   * Scores some rows of a file.
   *
   * @param firstLine line number of the first of them, for errors
   * @return one row each, ready to be written as JSON
   */
  public List<Object> score(Path file, long firstLine, List<CompletionRow> rows) {
    List<TokenSequence> sequences = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      sequences.add(encode(file, firstLine + i, rows.get(i)));
    }
    return score(sequences);
  }

  abstract List<Object> score(List<TokenSequence> sequences);

  abstract LmConfig config();

  private TokenSequence encode(Path file, long line, CompletionRow row) {
    if (row.prompt().isEmpty() && row.completion().isEmpty() && !appendEos) {
      throw new UserError(
          "%s line %d: prompt and completion are both empty; there is nothing to score"
              .formatted(file, line));
    }
    TokenSequence tokens =
        config().looksBothWays()
            ? new TokenSequence(new int[0], tokenizer.encode(row.prompt() + row.completion(), true))
            : tokenizer.encode(row.prompt(), row.completion(), appendEos);
    int limit = config().maxPositions();
    if (tokens.length() > limit) {
      throw new UserError(
          "%s line %d: prompt and completion have %d tokens, more than the context of %s (%d); shorten them"
              .formatted(file, line, tokens.length(), directory, limit));
    }
    return tokens;
  }

  /**
   * @throws UserError if a score is no number: JSON has none for it, and no row is worth it
   */
  double[] finite(double[] scores) {
    for (double score : scores) {
      if (!Double.isFinite(score)) {
        throw new UserError(
            "the model in %s gives the score %s: its weights are not finite or far too large"
                .formatted(directory, score));
      }
    }
    return scores;
  }

  static int[] ids(TokenSequence tokens) {
    int[] ids = new int[tokens.length()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = tokens.id(i);
    }
    return ids;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
