package org.aihf.examples.reviews;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The task's tokenizer, one token a word or punctuation mark, as files that Hugging Face's
 * libraries (and so DJL's) load: {@code tokenizer.json}, {@code tokenizer_config.json}, {@code
 * generation_config.json}.
 */
public final class ReviewTokenizer {
  public static final String PAD = "<pad>";
  public static final String EOS = "<eos>";
  public static final String UNKNOWN = "<unk>";
  public static final int PAD_ID = 0;
  public static final int EOS_ID = 1;
  public static final int UNKNOWN_ID = 2;

  private static final ObjectMapper JSON = new ObjectMapper();

  private ReviewTokenizer() {}

  /** Every token; its position is its id. */
  public static List<String> vocabulary() {
    List<String> tokens = new ArrayList<>(List.of(PAD, EOS, UNKNOWN));
    tokens.addAll(ReviewWords.all());
    return tokens;
  }

  /** Writes the three files into a model's directory. */
  public static void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    write(directory.resolve("tokenizer.json"), tokenizer());
    write(
        directory.resolve("tokenizer_config.json"),
        ordered(
            "tokenizer_class",
            "PreTrainedTokenizerFast",
            "pad_token",
            PAD,
            "eos_token",
            EOS,
            "unk_token",
            UNKNOWN,
            "add_bos_token",
            false,
            "add_eos_token",
            false,
            "clean_up_tokenization_spaces",
            false,
            "padding_side",
            "left",
            "model_max_length",
            128));
    write(
        directory.resolve("generation_config.json"),
        ordered("eos_token_id", EOS_ID, "pad_token_id", PAD_ID, "do_sample", true));
  }

  private static Map<String, Object> tokenizer() {
    List<String> tokens = vocabulary();
    Map<String, Object> ids = new LinkedHashMap<>();
    List<Object> added = new ArrayList<>();
    for (int id = 0; id < tokens.size(); id++) {
      ids.put(tokens.get(id), id);
      if (id <= UNKNOWN_ID) {
        added.add(
            ordered(
                "id", id,
                "content", tokens.get(id),
                "single_word", false,
                "lstrip", false,
                "rstrip", false,
                "normalized", false,
                "special", true));
      }
    }
    Map<String, Object> tokenizer =
        ordered("version", "1.0", "truncation", null, "padding", null, "added_tokens", added);
    tokenizer.put("normalizer", null);
    tokenizer.put("pre_tokenizer", ordered("type", "Whitespace"));
    tokenizer.put("post_processor", null);
    tokenizer.put("decoder", null);
    tokenizer.put("model", ordered("type", "WordLevel", "vocab", ids, "unk_token", UNKNOWN));
    return tokenizer;
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  private static void write(Path file, Map<String, Object> content) throws IOException {
    ReviewFiles.write(
        file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
  }
}
