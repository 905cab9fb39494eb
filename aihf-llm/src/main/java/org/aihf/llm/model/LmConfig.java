package org.aihf.llm.model;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.aihf.UserError;

/** The shape of a language model, as {@code config.json} states it. */
public sealed interface LmConfig permits GptNeoxConfig, LlamaConfig, Gpt2Config, BertConfig {
  /** Numbers: a million positions of heads of 256. */
  long LARGEST_POSITION_TABLE = 1L << 28;

  int vocabularySize();

  int hiddenSize();

  int layers();

  int heads();

  /** Size of one attention head. */
  int headSize();

  int intermediateSize();

  /** Longest sequence of prompt and completion together. */
  int maxPositions();

  /** Standard deviation of fresh weights. */
  double initializerRange();

  /** Whether the output head is the embedding. */
  boolean tiedEmbeddings();

  /** Ids that end a sequence; possibly none. */
  List<Integer> eosIds();

  /** Whether tokens see later ones: an encoder, which scores texts and generates none. */
  default boolean looksBothWays() {
    return false;
  }

  OptionalInt bosId();

  OptionalInt padId();

  /**
   * Reads {@code config.json} of a Hugging Face directory; old and new spellings of its keys.
   *
   * @throws org.aihf.UserError naming file, key and value of what is missing or not supported
   */
  static LmConfig read(Path directory) {
    LmConfig config = ConfigReader.read(directory);
    if ((long) config.maxPositions() * config.headSize() > LARGEST_POSITION_TABLE) {
      throw new UserError(
          "%s: \"max_position_embeddings\" is %d, a table of %d MB; a context this long is not supported"
              .formatted(
                  directory.resolve("config.json"),
                  config.maxPositions(),
                  (long) config.maxPositions() * config.headSize() * Float.BYTES >> 20));
    }
    return config;
  }

  /** A Pythia shape: parallel residual, a quarter of each head rotated, untied, intermediate 4x. */
  static GptNeoxConfig gptNeox(
      int vocabularySize, int hiddenSize, int layers, int heads, int maxPositions, int eosId) {
    return new GptNeoxConfig(
        vocabularySize,
        hiddenSize,
        layers,
        heads,
        4 * hiddenSize,
        maxPositions,
        0.02,
        false,
        List.of(eosId),
        OptionalInt.of(eosId),
        OptionalInt.empty(),
        1e-5,
        0.25,
        10_000,
        true,
        true);
  }
}
