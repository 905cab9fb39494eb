package org.aihf.llm.model;

import java.util.List;
import java.util.OptionalInt;

/**
 * BERT and DistilBERT: encoders, whose tokens look both ways. They score texts (judges, reward
 * models) and are no policies.
 *
 * @param tokenTypes size of the table of token types; 0 in DistilBERT. Every token is of the first:
 *     one text
 */
public record BertConfig(
    Family family,
    int vocabularySize,
    int hiddenSize,
    int layers,
    int heads,
    int intermediateSize,
    int maxPositions,
    double initializerRange,
    OptionalInt padId,
    double layerNormEps,
    int tokenTypes)
    implements LmConfig {

  /** Whose keys {@code config.json} has. */
  public enum Family {
    BERT,
    DISTILBERT
  }

  @Override
  public int headSize() {
    return hiddenSize / heads;
  }

  @Override
  public boolean looksBothWays() {
    return true;
  }

  /** Nothing is generated. */
  @Override
  public boolean tiedEmbeddings() {
    return true;
  }

  /** None: the tokenizer closes a text with a separator of its own. */
  @Override
  public List<Integer> eosIds() {
    return List.of();
  }

  @Override
  public OptionalInt bosId() {
    return OptionalInt.empty();
  }
}
