package org.aihf.run.recipe;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.aihf.UserError;

/** Text to {@link YamlNode}s, each with its line. */
final class YamlReader {
  private static final YAMLFactory FACTORY = new YAMLFactory();
  private static final int DEEPEST = 50;

  private final YAMLParser parser;
  private final IntFunction<String> origin;
  private int depth;

  private YamlReader(YAMLParser parser, IntFunction<String> origin) {
    this.parser = parser;
    this.origin = origin;
  }

  /**
   * @param origin line number to the start of a complaint
   * @throws UserError if it is not one YAML document without aliases
   */
  static YamlNode read(String yaml, IntFunction<String> origin) {
    try (YAMLParser parser = FACTORY.createParser(yaml)) {
      YamlReader reader = new YamlReader(parser, origin);
      if (parser.nextToken() == null) {
        return new YamlNode.Scalar(origin.apply(1), "", false);
      }
      YamlNode root = reader.node();
      if (parser.nextToken() != null) {
        throw new UserError(reader.here() + ": a second document starts here; keep one per file");
      }
      return root;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where = origin.apply(at == null ? 1 : at.getLineNr());
      throw new UserError("%s: not valid YAML: %s".formatted(where, firstLine(e)), e);
    } catch (IOException e) {
      throw new IllegalStateException("reading from a string", e);
    }
  }

  private YamlNode node() throws IOException {
    String here = here();
    if (parser.isCurrentAlias() || parser.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT) {
      throw new UserError(here + ": aliases and binary values are not read; write the value out");
    }
    if (++depth > DEEPEST) {
      throw new UserError(here + ": nested more than " + DEEPEST + " levels deep");
    }
    YamlNode node =
        switch (parser.currentToken()) {
          case START_OBJECT -> mapping(here);
          case START_ARRAY -> sequence(here);
          default -> scalar(here);
        };
    depth--;
    return node;
  }

  private YamlNode mapping(String here) throws IOException {
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      String at = here();
      parser.nextToken();
      if (entries.put(key, node()) != null) {
        throw new UserError("%s: '%s' appears twice; keep one of them".formatted(at, key));
      }
    }
    return new YamlNode.Mapping(here, entries);
  }

  private YamlNode sequence(String here) throws IOException {
    List<YamlNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node());
    }
    return new YamlNode.Sequence(here, items);
  }

  private YamlNode scalar(String here) throws IOException {
    boolean string = parser.currentToken() == JsonToken.VALUE_STRING;
    String text = parser.currentToken() == JsonToken.VALUE_NULL ? "" : parser.getText();
    return new YamlNode.Scalar(here, text, string && looksLikeAnotherType(text));
  }

  /** A string token whose text alone would be read as null was quoted in the file. */
  private static boolean looksLikeAnotherType(String text) {
    return text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null");
  }

  private String here() {
    return origin.apply(parser.currentTokenLocation().getLineNr());
  }

  private static String firstLine(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    return message == null ? "syntax error" : message.lines().findFirst().orElse("syntax error");
  }
}
