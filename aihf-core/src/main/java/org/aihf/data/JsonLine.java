package org.aihf.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aihf.UserError;
import org.jspecify.annotations.Nullable;

/** One JSON object of a JSONL file; knows where it came from, so that its errors can say so. */
public final class JsonLine {
  private final Path file;
  private final long number;
  private final JsonNode object;

  JsonLine(Path file, long number, JsonNode object) {
    this.file = file;
    this.number = number;
    this.object = object;
  }

  /** Line number, from 1. */
  public long number() {
    return number;
  }

  /** A text that must be there and not be empty. */
  public String text(String field) {
    String text = possiblyEmpty(field);
    if (text.isEmpty()) {
      throw error("field '%s' is empty; give it a text or remove the line", field);
    }
    return text;
  }

  /** A text that must be there. */
  public String possiblyEmpty(String field) {
    JsonNode value = require(field, "a text in quotes");
    if (!value.isTextual()) {
      throw error(
          "field '%s' must be a text in quotes, not %s%s",
          field,
          describe(value),
          value.isContainerNode() ? "; apply the chat template before writing the file" : "");
    }
    String text = value.textValue();
    int lone = loneSurrogate(text);
    if (lone >= 0) {
      throw error(
          "field '%s' has half a surrogate pair (\\u%04x) at character %d; write the whole character",
          field, (int) text.charAt(lone), lone + 1);
    }
    return text;
  }

  /** A finite number that must be there. */
  public double number(String field) {
    return finite(field, require(field, "a number"));
  }

  /** A finite number, or {@code absent} if the field is not there. */
  public double number(String field, double absent) {
    JsonNode value = object.get(field);
    return value == null ? absent : finite(field, value);
  }

  /** True or false, which must be there. */
  public boolean flag(String field) {
    JsonNode value = require(field, "true or false");
    if (!value.isBoolean()) {
      throw error("field '%s' must be true or false, not %s", field, describe(value));
    }
    return value.booleanValue();
  }

  public boolean has(String field) {
    return object.has(field);
  }

  /** A list of finite numbers that must be there. */
  public double[] numbers(String field) {
    return numbers(field, require(field, "a list of numbers"));
  }

  private double[] numbers(String field, JsonNode value) {
    if (!value.isArray()) {
      throw error("field '%s' must be a list of numbers, not %s", field, describe(value));
    }
    double[] numbers = new double[value.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = finite(field + "[" + i + "]", value.get(i));
    }
    return numbers;
  }

  /** Rows of equally many finite numbers, a list of lists, that must be there. */
  public double[][] table(String field) {
    JsonNode value = require(field, "a list of lists of numbers");
    if (!value.isArray()) {
      throw error("field '%s' must be a list of lists of numbers, not %s", field, describe(value));
    }
    double[][] rows = new double[value.size()][];
    for (int i = 0; i < rows.length; i++) {
      String name = field + "[" + i + "]";
      rows[i] = numbers(name, value.get(i));
      if (rows[i].length != rows[0].length) {
        throw error(
            "field '%s' has %d numbers, but %s[0] has %d; every row must have the same",
            name, rows[i].length, field, rows[0].length);
      }
    }
    return rows;
  }

  /** A finite number of at least 0, or {@code absent} if the field is not there. */
  public double nonNegative(String field, double absent) {
    double value = number(field, absent);
    if (value < 0) {
      throw error("field '%s' must be at least 0, not %s", field, value);
    }
    return value;
  }

  /** A mistake on this line: names file and line in front of the sentence. */
  public UserError error(String sentence, Object... arguments) {
    return new UserError("%s line %d: %s".formatted(file, number, sentence.formatted(arguments)));
  }

  private double finite(String field, JsonNode value) {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw error("field '%s' must be a finite number, not %s", field, describe(value));
    }
    return value.doubleValue();
  }

  private JsonNode require(String field, String kind) {
    @Nullable JsonNode value = object.get(field);
    if (value == null) {
      List<String> present = new ArrayList<>();
      object.fieldNames().forEachRemaining(name -> present.add("'" + shorten(name) + "'"));
      throw error(
          "field '%s' is missing; it must be %s (the line has %s)",
          field, kind, present.isEmpty() ? "no fields" : String.join(", ", present));
    }
    return value;
  }

  static String describe(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case NULL -> "null";
      case STRING -> "the text " + shorten(value.toString());
      case NUMBER -> "the number " + shorten(value.asText());
      default -> shorten(value.toString());
    };
  }

  private static String shorten(String text) {
    return text.length() <= 40 ? text : text.substring(0, 37) + "...";
  }

  private static int loneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return i;
      }
    }
    return -1;
  }
}
