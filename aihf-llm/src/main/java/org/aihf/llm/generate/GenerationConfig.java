package org.aihf.llm.generate;

import java.util.Set;
import org.aihf.UserError;

/**
 * How to sample.
 *
 * @param maxNewTokens most ids per answer
 * @param temperature divides the logits; 1 samples the model itself
 * @param topK keeps the k most likely ids; 0 keeps all
 * @param topP keeps the smallest set of most likely ids whose mass reaches p; 1 keeps all
 * @param samplesPerPrompt answers per prompt, each with its own random stream
 * @param greedy takes the most likely id; the random numbers are not used
 * @param stopIds ids that end an answer
 * @param ignoreStop samples {@code maxNewTokens} ids whatever they are
 */
public record GenerationConfig(
    int maxNewTokens,
    double temperature,
    int topK,
    double topP,
    int samplesPerPrompt,
    boolean greedy,
    Set<Integer> stopIds,
    boolean ignoreStop) {

  public GenerationConfig {
    stopIds = Set.copyOf(stopIds);
    check(maxNewTokens >= 1, "max_new_tokens", maxNewTokens, "at least 1");
    check(
        temperature > 0 && temperature < Double.POSITIVE_INFINITY,
        "temperature",
        temperature,
        "above 0 (use greedy for the most likely id)");
    check(topK >= 0, "top_k", topK, "0 (off) or more");
    check(topP > 0 && topP <= 1, "top_p", topP, "above 0 and at most 1 (off)");
    check(samplesPerPrompt >= 1, "samples_per_prompt", samplesPerPrompt, "at least 1");
  }

  /** One sample per prompt from the model itself, until a stop id. */
  public static GenerationConfig sampling(int maxNewTokens, Set<Integer> stopIds) {
    return new GenerationConfig(maxNewTokens, 1, 0, 1, 1, false, stopIds, false);
  }

  /** The most likely id at every step, until a stop id. */
  public static GenerationConfig greedy(int maxNewTokens, Set<Integer> stopIds) {
    return new GenerationConfig(maxNewTokens, 1, 0, 1, 1, true, stopIds, false);
  }

  /** The same with another number of answers per prompt. */
  public GenerationConfig withSamplesPerPrompt(int samples) {
    return new GenerationConfig(
        maxNewTokens, temperature, topK, topP, samples, greedy, stopIds, ignoreStop);
  }

  /** The same, taking the most likely id at every step. */
  public GenerationConfig asGreedy() {
    return new GenerationConfig(maxNewTokens, 1, 0, 1, samplesPerPrompt, true, stopIds, ignoreStop);
  }

  private static void check(boolean good, String option, Object value, String remedy) {
    if (!good) {
      throw new UserError("option " + option + " is " + value + "; it must be " + remedy);
    }
  }
}
