package org.aihf.llm.text;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.aihf.llm.model.TokenSequence;

/**
 * A Hugging Face tokenizer ({@code tokenizer.json}): no truncation, no padding. Safe for use by one
 * thread at a time; close it to free native memory.
 */
public final class Tokenizer implements AutoCloseable {
  private Tokenizer() {}

  /**
   * Reads {@code tokenizer.json} and, where present, {@code tokenizer_config.json}, {@code
   * generation_config.json} and {@code config.json} of a model directory.
   *
   * @throws org.aihf.UserError naming the file that is missing or broken
   */
  public static Tokenizer load(Path directory) {
    throw new UnsupportedOperationException();
  }

  /** Ids of a text, with the tokenizer's own special tokens or without. */
  public int[] encode(String text, boolean addSpecialTokens) {
    throw new UnsupportedOperationException();
  }

  /**
   * Encodes prompt and completion jointly, with the tokenizer's own special tokens. The prompt ends
   * where its own encoding ends if that is a prefix of the joint one, else at their longest common
   * prefix, with a warning in the log.
   *
   * @param appendEos adds {@link #eosId()} as the completion's last action
   */
  public TokenSequence encode(String prompt, String completion, boolean appendEos) {
    throw new UnsupportedOperationException();
  }

  /** Text of ids, special tokens left out. */
  public String decode(int[] ids) {
    throw new UnsupportedOperationException();
  }

  /**
   * The id that ends a sequence.
   *
   * @throws org.aihf.UserError if no file of the directory names one
   */
  public int eosId() {
    throw new UnsupportedOperationException();
  }

  /** Every id that ends generation; holds {@link #eosId()}. */
  public List<Integer> stopIds() {
    throw new UnsupportedOperationException();
  }

  /** The pad id of the tokenizer's configuration, where it has one. */
  public OptionalInt padId() {
    throw new UnsupportedOperationException();
  }

  /** Number of ids; a model's vocabulary may be larger (padded), those ids mean nothing. */
  public int vocabularySize() {
    throw new UnsupportedOperationException();
  }

  /** Equal for tokenizers that give equal ids: a hash of {@code tokenizer.json}'s content. */
  public String fingerprint() {
    throw new UnsupportedOperationException();
  }

  /** Copies the tokenizer's files beside an exported model. */
  public void copyTo(Path directory) throws java.io.IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
