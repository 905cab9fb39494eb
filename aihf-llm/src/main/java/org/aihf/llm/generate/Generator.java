package org.aihf.llm.generate;

import java.util.List;
import org.aihf.llm.model.CausalLm;
import org.aihf.random.RandomStream;

/**
 * Samples answers from a language model with a key/value cache. Prompts may differ in length; a
 * prompt with several samples is read once; finished answers leave the batch.
 */
public final class Generator {

  /**
   * @param vocabularyLimit ids from here on are never sampled: {@code Tokenizer.vocabularySize()}
   */
  public Generator(CausalLm model, int vocabularyLimit) {
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }
}
