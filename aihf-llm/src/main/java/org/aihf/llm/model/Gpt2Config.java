package org.aihf.llm.model;

import java.util.List;
import java.util.OptionalInt;

/** GPT-2: a learned embedding of positions, pre-norm, GELU by its tanh approximation. */
public record Gpt2Config(
    int vocabularySize,
    int hiddenSize,
    int layers,
    int heads,
    int intermediateSize,
    int maxPositions,
    double initializerRange,
    boolean tiedEmbeddings,
    List<Integer> eosIds,
    OptionalInt bosId,
    OptionalInt padId,
    double layerNormEps)
    implements LmConfig {
  @Override
  public int headSize() {
    return hiddenSize / heads;
  }
}
