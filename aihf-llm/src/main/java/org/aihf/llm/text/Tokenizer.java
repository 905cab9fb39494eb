package org.aihf.llm.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.aihf.UserError;
import org.aihf.llm.model.TokenSequence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Hugging Face tokenizer ({@code tokenizer.json}): no truncation, no padding. Safe for use by one
 * thread at a time; close it to free native memory.
 */
public final class Tokenizer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tokenizer.class);

  private final Path directory;
  private final TokenizerFiles files;
  private final HuggingFaceTokenizer tokenizer;
  private final List<Integer> stopIds;
  private final AtomicBoolean warned = new AtomicBoolean();

  private Tokenizer(Path directory, TokenizerFiles files, HuggingFaceTokenizer tokenizer) {
    this.directory = directory;
    this.files = files;
    this.tokenizer = tokenizer;
    this.stopIds = List.copyOf(files.stopIds());
  }

  /**
   * Reads {@code tokenizer.json} and, where present, {@code tokenizer_config.json}, {@code
   * generation_config.json} and {@code config.json} of a model directory.
   *
   * @throws org.aihf.UserError naming the file that is missing or broken
   */
  public static Tokenizer load(Path directory) {
    TokenizerFiles files = new TokenizerFiles(directory);
    Path file = directory.resolve("tokenizer.json");
    try {
      HuggingFaceTokenizer tokenizer =
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(files.checkedTokenizer()),
              Map.of("truncation", "false", "padding", "false"));
      return new Tokenizer(directory, files, tokenizer);
    } catch (IOException | RuntimeException e) {
      throw new UserError(file + " is not a tokenizer: " + e.getMessage(), e);
    }
  }

  /** Ids of a text, with the tokenizer's own special tokens or without. */
  public int[] encode(String text, boolean addSpecialTokens) {
    long[] ids = tokenizer.encode(text, addSpecialTokens, false).getIds();
    return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
  }

  /** Ids of two texts as the tokenizer's own template joins them. */
  public int[] encodePair(String first, String second) {
    long[] ids = tokenizer.encode(first, second, true, false).getIds();
    return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
  }

  /**
   * Encodes prompt and completion jointly, with the tokenizer's own special tokens. The prompt ends
   * where its own encoding ends if that is a prefix of the joint one, else at their longest common
   * prefix, with a warning in the log.
   *
   * @param appendEos adds {@link #eosId()} as the completion's last action
   */
  public TokenSequence encode(String prompt, String completion, boolean appendEos) {
    int[] own = encode(prompt, true);
    int[] joint = encode(prompt + completion, true);
    int mismatch = Arrays.mismatch(own, joint);
    int promptLength = mismatch < 0 ? joint.length : Math.min(mismatch, own.length);
    if (promptLength < own.length && warned.compareAndSet(false, true)) {
      LOG.warn(
          "the tokenizer of {} merges the end of a prompt with the start of its completion"
              + " (first seen at \"{}\"); such prompts end {} tokens early. Begin completions with"
              + " a space or newline to avoid this.",
          directory,
          prompt.length() > 60 ? "..." + prompt.substring(prompt.length() - 60) : prompt,
          own.length - promptLength);
    }
    int completionLength = joint.length - promptLength;
    int[] answer = Arrays.copyOfRange(joint, promptLength, joint.length + (appendEos ? 1 : 0));
    if (appendEos) {
      answer[completionLength] = eosId();
    }
    return new TokenSequence(Arrays.copyOf(joint, promptLength), answer);
  }

  /** Text of ids, special tokens left out. */
  public String decode(int[] ids) {
    return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), true);
  }

  /**
   * The id that ends a sequence.
   *
   * @throws org.aihf.UserError if no file of the directory names one
   */
  public int eosId() {
    if (stopIds.isEmpty()) {
      throw new UserError(
          directory
              + " names no end-of-sequence token; add \"eos_token\" to tokenizer_config.json or"
              + " \"eos_token_id\" to config.json");
    }
    return stopIds.get(0);
  }

  /** Every id that ends generation; holds {@link #eosId()}. */
  public List<Integer> stopIds() {
    return stopIds;
  }

  /** The pad id of the tokenizer's configuration, where it has one. */
  public OptionalInt padId() {
    return files.special("pad_token");
  }

  /**
   * A pad id that never ends a sequence, which is what a sequence classifier's {@code config.json}
   * needs: the configured one where it is not a stop id too (SmolLM2, Llama), else the smallest id
   * that is none.
   */
  public int padIdBesidesStops() {
    OptionalInt configured = padId();
    if (configured.isPresent() && !stopIds().contains(configured.getAsInt())) {
      return configured.getAsInt();
    }
    int id = 0;
    while (stopIds().contains(id)) {
      id++;
    }
    return id;
  }

  /** Number of ids; a model's vocabulary may be larger (padded), those ids mean nothing. */
  public int vocabularySize() {
    return files.vocabularySize();
  }

  /** Equal for tokenizers that give equal ids: a hash of {@code tokenizer.json}'s content. */
  public String fingerprint() {
    return files.fingerprint();
  }

  /** Copies the tokenizer's files beside an exported model. */
  public void copyTo(Path target) throws IOException {
    files.copyTo(target);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
