package org.aihf.llm.model;

import java.util.List;
import java.util.OptionalInt;

/**
 * Llama and its relatives with the same layout: Mistral, Qwen2, SmolLM2.
 *
 * @param keyValueHeads heads of keys and values; each serves {@code heads / keyValueHeads} query
 *     heads
 * @param attentionBias whether queries, keys and values have biases; in Llama the attention's
 *     output too
 * @param slidingWindow how many tokens, itself included, a token looks back at; empty: at all
 */
public record LlamaConfig(
    Family family,
    int vocabularySize,
    int hiddenSize,
    int layers,
    int heads,
    int keyValueHeads,
    int headSize,
    int intermediateSize,
    int maxPositions,
    double initializerRange,
    boolean tiedEmbeddings,
    List<Integer> eosIds,
    OptionalInt bosId,
    OptionalInt padId,
    double rmsNormEps,
    double rotaryBase,
    boolean attentionBias,
    boolean mlpBias,
    OptionalInt slidingWindow)
    implements LmConfig {

  /** Whose keys and defaults {@code config.json} has. */
  public enum Family {
    LLAMA("llama", "Llama"),
    MISTRAL("mistral", "Mistral"),
    QWEN2("qwen2", "Qwen2");

    final String modelType;
    final String architecture;

    Family(String modelType, String architecture) {
      this.modelType = modelType;
      this.architecture = architecture;
    }
  }

  boolean outputBias() {
    return attentionBias && family == Family.LLAMA;
  }
}
