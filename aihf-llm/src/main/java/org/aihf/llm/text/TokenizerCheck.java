package org.aihf.llm.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aihf.UserError;

/**
 * Refuses what the native tokenizer library would not: a mistake that it meets with a Rust panic
 * ends the whole process.
 *
 * <p>Only parts it is known to take are let through, and of these only values that it computes with
 * safely.
 */
final class TokenizerCheck {
  private static final int LARGEST_ID = 1 << 24;

  private static final Set<String> MODELS = Set.of("BPE", "WordLevel", "WordPiece", "Unigram");

  /** Without Precompiled: its binary table is followed unchecked. */
  private static final Set<String> NORMALIZERS =
      Set.of(
          "Sequence",
          "NFC",
          "NFD",
          "NFKC",
          "NFKD",
          "Lowercase",
          "Strip",
          "StripAccents",
          "BertNormalizer",
          "ByteLevel",
          "Replace",
          "Prepend");

  private static final Set<String> PRE_TOKENIZERS =
      Set.of(
          "Sequence",
          "ByteLevel",
          "Split",
          "Whitespace",
          "WhitespaceSplit",
          "Digits",
          "Punctuation",
          "Metaspace",
          "BertPreTokenizer",
          "CharDelimiterSplit");

  private static final Set<String> POST_PROCESSORS =
      Set.of("Sequence", "ByteLevel", "TemplateProcessing", "BertProcessing", "RobertaProcessing");

  private static final Set<String> DECODERS =
      Set.of(
          "Sequence",
          "ByteLevel",
          "BPEDecoder",
          "WordPiece",
          "Metaspace",
          "Replace",
          "ByteFallback",
          "Fuse",
          "Strip");

  private final Path file;
  private final CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();

  private TokenizerCheck(Path file) {
    this.file = file;
  }

  /**
   * @param root of {@code tokenizer.json}
   * @throws UserError naming file, key and value
   */
  static void check(Path file, JsonNode root) {
    TokenizerCheck check = new TokenizerCheck(file);
    check.texts("", root);
    check.model(root.path("model"));
    check.addedTokens(root.path("added_tokens"));
    check.part("normalizer", root.path("normalizer"), NORMALIZERS, "normalizers");
    check.part("pre_tokenizer", root.path("pre_tokenizer"), PRE_TOKENIZERS, "pretokenizers");
    check.part("post_processor", root.path("post_processor"), POST_PROCESSORS, "processors");
    check.part("decoder", root.path("decoder"), DECODERS, "decoders");
  }

  /** Half a surrogate pair is no Unicode: the library expects what it can write as UTF-8. */
  private void texts(String at, JsonNode node) {
    if (node.isTextual() && !utf8.canEncode(node.textValue())) {
      throw refuse(at, node, "it has half a surrogate pair");
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      texts(at, node.get(i));
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String key = at.isEmpty() ? entry.getKey() : at + "." + entry.getKey();
      if (!utf8.canEncode(entry.getKey())) {
        throw refuse(at, node, "a key has half a surrogate pair");
      }
      texts(key, entry.getValue());
    }
  }

  // ---- Model -----------------------------------------------------------------------------------

  private void model(JsonNode model) {
    JsonNode type = model.path("type");
    // Files of the first years leave the type out.
    if (!type.isMissingNode() && !(type.isTextual() && MODELS.contains(type.textValue()))) {
      throw refuse("model.type", type, "supported are " + sorted(MODELS));
    }
    JsonNode dropout = model.path("dropout");
    if (dropout.isNumber() && dropout.doubleValue() != 0) {
      throw refuse("model.dropout", dropout, "ids must not depend on chance; it must be null");
    }
    JsonNode vocabulary = model.path("vocab");
    if (vocabulary.isObject()) {
      for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
        id("model.vocab." + entry.getKey(), entry.getValue());
      }
    } else if (vocabulary.isArray() && vocabulary.size() <= LARGEST_ID) {
      pieces(model, vocabulary);
    } else {
      throw refuse("model.vocab", vocabulary, "it must give every token its id");
    }
    merges(model);
  }

  /** Unigram: an unknown id beyond the pieces, and empty pieces, lead the search astray. */
  private void pieces(JsonNode model, JsonNode vocabulary) {
    for (int i = 0; i < vocabulary.size(); i++) {
      JsonNode piece = vocabulary.get(i);
      if (!piece.isArray()
          || piece.size() != 2
          || piece.get(0).asText().isEmpty()
          || !piece.get(1).isNumber()) {
        throw refuse("model.vocab[" + i + "]", piece, "it must be a text and its score");
      }
    }
    JsonNode unknown = model.path("unk_id");
    if (!unknown.isMissingNode()
        && !unknown.isNull()
        && (!unknown.isInt()
            || unknown.intValue() < 0
            || unknown.intValue() >= vocabulary.size())) {
      throw refuse("model.unk_id", unknown, "it must be the index of a piece");
    }
  }

  /** The second half of a merge loses the prefix of continued words: it must have it. */
  private void merges(JsonNode model) {
    JsonNode merges = model.path("merges");
    String prefix = model.path("continuing_subword_prefix").asText("");
    if (prefix.isEmpty() || model.path("continuing_subword_prefix").isNull()) {
      return;
    }
    for (int i = 0; i < merges.size(); i++) {
      JsonNode merge = merges.get(i);
      String second =
          merge.isArray()
              ? merge.path(1).asText()
              : merge.asText().substring(merge.asText().indexOf(' ') + 1);
      if (!second.startsWith(prefix)) {
        throw refuse(
            "model.merges[" + i + "]",
            merge,
            "its second half must begin with continuing_subword_prefix '" + prefix + "'");
      }
    }
  }

  private void addedTokens(JsonNode tokens) {
    if (tokens.isMissingNode() || tokens.isNull()) {
      return;
    }
    if (!tokens.isArray()) {
      throw refuse("added_tokens", tokens, "it must be a list");
    }
    for (int i = 0; i < tokens.size(); i++) {
      JsonNode token = tokens.get(i);
      String at = "added_tokens[" + i + "]";
      id(at + ".id", token.path("id"));
      if (!token.path("content").isTextual() || token.path("content").textValue().isEmpty()) {
        throw refuse(at + ".content", token.path("content"), "it must be a text");
      }
    }
  }

  private void id(String key, JsonNode id) {
    if (!id.isInt() || id.intValue() < 0 || id.intValue() >= LARGEST_ID) {
      throw refuse(key, id, "it must be an id from 0 to " + (LARGEST_ID - 1));
    }
  }

  // ---- What happens around the model -----------------------------------------------------------

  private void part(String at, JsonNode part, Set<String> types, String list) {
    if (part.isMissingNode() || part.isNull()) {
      return;
    }
    JsonNode type = part.path("type");
    if (!type.isTextual() || !types.contains(type.textValue())) {
      throw refuse(at + ".type", type, "supported are " + sorted(types));
    }
    JsonNode parts = part.path(list);
    for (int i = 0; i < parts.size(); i++) {
      part(at + "." + list + "[" + i + "]", parts.get(i), types, list);
    }
    JsonNode regex = part.path("pattern").path("Regex");
    if (regex.isTextual()) {
      String complaint = RegexCheck.complaint(regex.textValue());
      if (!complaint.isEmpty()) {
        throw refuse(at + ".pattern.Regex", regex, complaint);
      }
    }
    if (type.textValue().equals("Strip") && part.path("stop").asLong() != 0) {
      throw refuse(at + ".stop", part.path("stop"), "it must be 0");
    }
    if (type.textValue().equals("TemplateProcessing")) {
      template(at, part);
    }
  }

  private void template(String at, JsonNode part) {
    JsonNode special = part.path("special_tokens");
    for (Map.Entry<String, JsonNode> entry : special.properties()) {
      String key = at + ".special_tokens." + entry.getKey();
      JsonNode ids = entry.getValue().path("ids");
      if (ids.isEmpty() || ids.size() != entry.getValue().path("tokens").size()) {
        throw refuse(key, entry.getValue(), "ids and tokens must be as many, at least one");
      }
      for (JsonNode id : ids) {
        id(key + ".ids", id);
      }
    }
    for (String side : List.of("single", "pair")) {
      for (JsonNode piece : part.path(side)) {
        JsonNode token = piece.path("SpecialToken").path("id");
        if (token.isTextual() && !special.has(token.textValue())) {
          throw refuse(at + "." + side, token, "it must be one of special_tokens");
        }
      }
    }
  }

  private UserError refuse(String key, JsonNode value, String remedy) {
    String text = value.isMissingNode() ? "missing" : value.toString();
    return new UserError(
        "%s: \"%s\" is %s; %s".formatted(file, shortened(key), shortened(text), remedy));
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }

  private static List<String> sorted(Set<String> types) {
    return types.stream().sorted().toList();
  }
}
