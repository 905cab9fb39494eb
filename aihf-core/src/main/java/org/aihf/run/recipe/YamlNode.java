package org.aihf.run.recipe;

import java.util.List;
import java.util.Map;

/** A value of a recipe that still knows where it was written. */
sealed interface YamlNode {
  /** "recipe.yaml:12" or "--set a.b=v": the start of every complaint about this value. */
  String origin();

  record Mapping(String origin, Map<String, YamlNode> entries) implements YamlNode {}

  record Sequence(String origin, List<YamlNode> items) implements YamlNode {}

  /**
   * @param text as written, without quotes
   * @param quoted whether it had some: then it is a string, never a number or null
   */
  record Scalar(String origin, String text, boolean quoted) implements YamlNode {
    boolean isNull() {
      return !quoted && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    }
  }

  static boolean isNull(YamlNode node) {
    return node instanceof Scalar scalar && scalar.isNull();
  }

  /** How the value reads in an error. */
  default String shown() {
    if (this instanceof Scalar scalar) {
      return scalar.isNull() ? "empty" : "'" + scalar.text() + "'";
    }
    return this instanceof Mapping ? "a mapping" : "a list";
  }
}
