package org.aihf.llm.model;

import java.util.List;
import java.util.OptionalInt;

/**
 * GPT-NeoX, the architecture of Pythia.
 *
 * @param rotaryFraction part of each head that is rotated ({@code rotary_pct})
 * @param parallelResidual attention and MLP both read the layer's input, {@code x + attn(ln1 x) +
 *     mlp(ln2 x)}
 * @param attentionBias whether the attention projections have biases
 */
public record GptNeoxConfig(
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
    double layerNormEps,
    double rotaryFraction,
    double rotaryBase,
    boolean parallelResidual,
    boolean attentionBias)
    implements LmConfig {
  @Override
  public int headSize() {
    return hiddenSize / heads;
  }
}
