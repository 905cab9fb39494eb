package org.aihf.examples.scoring;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.aihf.UserError;
import org.aihf.data.PromptRow;
import org.aihf.llm.generate.Generation;
import org.aihf.llm.generate.GenerationConfig;
import org.aihf.llm.generate.Generator;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.text.Tokenizer;
import org.aihf.random.RandomStream;
import org.aihf.torch.TorchRuntime;

/** Answers rows of prompts with the causal model of a directory. */
public final class RowGenerator implements AutoCloseable {
  private final Path directory;
  private final Tokenizer tokenizer;
  private final CausalLm model;
  private final Generator generator;
  private final GenerationConfig config;
  private final RandomStream random;

  private RowGenerator(
      Path directory,
      Tokenizer tokenizer,
      CausalLm model,
      GenerationConfig config,
      RandomStream random) {
    this.directory = directory;
    this.tokenizer = tokenizer;
    this.model = model;
    this.generator = new Generator(model, tokenizer.vocabularySize());
    this.config = config;
    this.random = random;
  }

  /**
   * Loads model and tokenizer.
   *
   * @param config of the tokenizer's stop ids
   */
  public static RowGenerator open(
      TorchRuntime runtime,
      Path directory,
      Function<Set<Integer>, GenerationConfig> config,
      long seed) {
    if (ModelDirectory.isClassifier("--model", directory)) {
      throw new UserError(
          "%s is a sequence classifier; --model takes a causal language model here"
              .formatted(directory));
    }
    Tokenizer tokenizer = Tokenizer.load(directory);
    try {
      CausalLm model = CausalLm.load(runtime, directory, ModelOptions.frozen());
      GenerationConfig generation = config.apply(Set.copyOf(tokenizer.stopIds()));
      RandomStream random = RandomStream.of(seed).split("generate");
      return new RowGenerator(directory, tokenizer, model, generation, random);
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Row(String completion, int[] ids, double[] logprobs, boolean finished) {}

  /**
   * Answers some rows of a file.
   *
   * @param firstLine line number of the first of them: for errors, and part of what a seed means
   */
  public List<Object> generate(Path file, long firstLine, List<PromptRow> rows) {
    List<int[]> prompts = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      prompts.add(encode(file, firstLine + i, rows.get(i)));
    }
    List<Object> answers = new ArrayList<>();
    RandomStream stream = random.split("line", firstLine);
    for (List<Generation> samples : generator.generate(prompts, config, stream)) {
      for (Generation sample : samples) {
        String text = tokenizer.decode(sample.ids());
        answers.add(new Row(text, sample.ids(), sample.logProbs(), sample.stopped()));
      }
    }
    return answers;
  }

  private int[] encode(Path file, long line, PromptRow row) {
    int[] ids = tokenizer.encode(row.prompt(), true);
    int limit = model.config().maxPositions();
    if (ids.length + config.maxNewTokens() > limit) {
      throw new UserError(
          "%s line %d: the prompt has %d tokens and --max-new-tokens is %d, together more than the context of %s (%d); shorten one"
              .formatted(file, line, ids.length, config.maxNewTokens(), directory, limit));
    }
    return ids;
  }

  @Override
  public void close() {
    model.close();
    tokenizer.close();
  }
}
