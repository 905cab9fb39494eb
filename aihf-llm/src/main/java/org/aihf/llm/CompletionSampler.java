package org.aihf.llm;

import java.util.ArrayList;
import java.util.List;
import org.aihf.llm.generate.Generation;
import org.aihf.llm.generate.GenerationConfig;
import org.aihf.llm.generate.Generator;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.TokenSequence;
import org.aihf.llm.text.Tokenizer;
import org.aihf.random.RandomStream;

/** Text in, completions out: a language model and its tokenizer answering prompts. */
public final class CompletionSampler {
  private final Generator generator;
  private final Tokenizer tokenizer;

  /** Both stay the caller's to close. */
  public CompletionSampler(CausalLm model, Tokenizer tokenizer) {
    this.generator = new Generator(model, tokenizer.vocabularySize());
    this.tokenizer = tokenizer;
  }

  /**
   * Samples answers of the model as it is now.
   *
   * @return {@code [prompt][sample]}, {@link GenerationConfig#samplesPerPrompt()} each
   */
  public List<List<Completion>> sample(
      List<String> prompts, GenerationConfig how, RandomStream random) {
    List<int[]> ids = prompts.stream().map(prompt -> tokenizer.encode(prompt, true)).toList();
    List<List<Generation>> generations = generator.generate(ids, how, random);
    List<List<Completion>> answers = new ArrayList<>(prompts.size());
    for (int i = 0; i < prompts.size(); i++) {
      List<Completion> group = new ArrayList<>(how.samplesPerPrompt());
      for (Generation generation : generations.get(i)) {
        group.add(
            new Completion(
                prompts.get(i),
                tokenizer.decode(generation.ids()),
                new TokenSequence(ids.get(i), generation.ids()),
                generation.stopped()));
      }
      answers.add(group);
    }
    return answers;
  }

  /** One answer per prompt. */
  public List<Completion> sampleOne(
      List<String> prompts, GenerationConfig how, RandomStream random) {
    return sample(prompts, how.withSamplesPerPrompt(1), random).stream()
        .map(group -> group.get(0))
        .toList();
  }
}
