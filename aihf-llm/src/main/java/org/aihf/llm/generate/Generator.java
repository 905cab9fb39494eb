package org.aihf.llm.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.aihf.UserError;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.Decoder;
import org.aihf.random.RandomStream;

/**
 * Samples answers from a language model with a key/value cache. Prompts may differ in length; a
 * prompt with several samples is read once; finished answers leave the batch.
 */
public final class Generator {
  /** Most answers in progress at once. */
  private static final int MAX_ROWS = 128;

  /** Most prompt tokens read at once. */
  private static final int MAX_PROMPT_TOKENS = 8192;

  /** Finished rows are dropped once they are this part of the batch: dropping copies the cache. */
  private static final double DROP_SHARE = 0.2;

  private final CausalLm model;
  private final int vocabularyLimit;

  /**
   * @param vocabularyLimit ids from here on are never sampled: {@code Tokenizer.vocabularySize()}
   */
  public Generator(CausalLm model, int vocabularyLimit) {
    if (vocabularyLimit < 1) {
      throw new IllegalArgumentException("vocabularyLimit is " + vocabularyLimit + ", need >= 1");
    }
    this.model = model;
    this.vocabularyLimit = Math.min(vocabularyLimit, model.config().vocabularySize());
  }

  /**
   * Answers every prompt {@link GenerationConfig#samplesPerPrompt()} times.
   *
   * @param random one number is drawn per call; each answer has a stream of its own below it, by
   *     the indices of prompt and sample, so the result does not depend on how answers are batched
   * @return {@code [prompt][sample]}
   * @throws org.aihf.UserError if a prompt is empty, or leaves no room in the model's context
   */
  public List<List<Generation>> generate(
      List<int[]> prompts, GenerationConfig config, RandomStream random) {
    RandomStream streams = RandomStream.of(random.nextLong());
    List<Answer> answers = new ArrayList<>();
    List<List<Answer>> byPrompt = new ArrayList<>();
    for (int p = 0; p < prompts.size(); p++) {
      int room = room(p, prompts.get(p).length);
      RandomStream ofPrompt = streams.split("prompt", p);
      List<Answer> samples = new ArrayList<>();
      for (int s = 0; s < config.samplesPerPrompt(); s++) {
        int limit = Math.min(config.maxNewTokens(), room);
        samples.add(new Answer(p, prompts.get(p).length, limit, ofPrompt.split("sample", s)));
      }
      answers.addAll(samples);
      byPrompt.add(samples);
    }
    answers.sort(Comparator.comparingInt(Answer::promptLength).reversed());
    for (int start = 0; start < answers.size(); ) {
      int end = sessionEnd(answers, start);
      decode(prompts, answers.subList(start, end), config);
      start = end;
    }
    return byPrompt.stream()
        .map(samples -> samples.stream().map(Answer::generation).toList())
        .toList();
  }

  private int room(int index, int length) {
    if (length == 0) {
      throw new UserError("prompt " + index + " is empty; give at least one token to continue");
    }
    int room = model.config().maxPositions() - length;
    if (room < 1) {
      throw new UserError(
          "prompt %d has %d tokens; the model's context of %d positions leaves no room for an answer"
              .formatted(index, length, model.config().maxPositions()));
    }
    return room;
  }

  private int sessionEnd(List<Answer> answers, int start) {
    long columns = answers.get(start).promptLength() + (long) answers.get(start).limit();
    int maxRows = Math.min(MAX_ROWS, model.cacheRows(columns));
    int promptTokens = 0;
    int end = start;
    while (end < answers.size() && end - start < maxRows) {
      if (end == start || answers.get(end).prompt() != answers.get(end - 1).prompt()) {
        promptTokens += answers.get(end).promptLength();
      }
      if (end > start && promptTokens > MAX_PROMPT_TOKENS) {
        break;
      }
      end++;
    }
    return end;
  }

  private void decode(List<int[]> prompts, List<Answer> answers, GenerationConfig config) {
    List<int[]> distinct = new ArrayList<>();
    int[] rowPrompt = new int[answers.size()];
    for (int r = 0; r < rowPrompt.length; r++) {
      if (r == 0 || answers.get(r).prompt() != answers.get(r - 1).prompt()) {
        distinct.add(prompts.get(answers.get(r).prompt()));
      }
      rowPrompt[r] = distinct.size() - 1;
    }
    int steps = answers.stream().mapToInt(Answer::limit).max().orElseThrow();
    Decoder.Choice choice =
        new Decoder.Choice(
            config.temperature(), config.topK(), config.topP(), config.greedy(), vocabularyLimit);
    List<Answer> rows = new ArrayList<>(answers);
    try (Decoder decoder = model.decoder(distinct, rowPrompt, steps)) {
      for (int step = 0; step < steps && !rows.isEmpty(); step++) {
        double[] uniforms = rows.stream().mapToDouble(Answer::uniform).toArray();
        Decoder.Tokens tokens = decoder.next(uniforms, choice);
        for (int r = 0; r < rows.size(); r++) {
          requireNumber(tokens.logProbs()[r]);
          rows.get(r).add(tokens.ids()[r], tokens.logProbs()[r], config);
        }
        rows = dropFinished(decoder, rows);
      }
    }
  }

  /** The chosen token of a sound model has a probability, if a small one. */
  private static void requireNumber(double logProb) {
    if (Double.isNaN(logProb)) {
      throw new UserError(
          "the model gives the next token the log-probability NaN: its weights are not finite or"
              + " far too large");
    }
  }

  private static List<Answer> dropFinished(Decoder decoder, List<Answer> rows) {
    List<Answer> active = rows.stream().filter(answer -> !answer.isFinished()).toList();
    if (active.isEmpty() || rows.size() - active.size() < DROP_SHARE * rows.size()) {
      return active.isEmpty() ? active : rows;
    }
    int[] kept = new int[active.size()];
    int next = 0;
    for (int r = 0; r < rows.size(); r++) {
      if (!rows.get(r).isFinished()) {
        kept[next++] = r;
      }
    }
    if (kept.length < rows.size()) {
      decoder.keep(kept);
    }
    return active;
  }
}
