package org.aihf.llm.model;

import java.util.List;
import java.util.OptionalInt;

/**
 * Llama and its relatives with the same layout (SmolLM2).
 *
 * @param keyValueHeads heads of keys and values; each serves {@code heads / keyValueHeads} query
 *     heads
 */
public record LlamaConfig(
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
    boolean mlpBias)
    implements LmConfig {}
