package org.aihf.run.recipe;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The first key in which two resolved recipes differ.
 *
 * @param key dotted path, such as {@code policy.optimizer.learning_rate}
 * @param before its value in the first, as text; empty if it has none
 * @param after its value in the second
 */
public record RecipeDifference(String key, String before, String after) {

  /**
   * Compares two texts that {@link RecipeWriter} wrote.
   *
   * @param ignored sections whose keys may differ
   */
  public static Optional<RecipeDifference> between(
      String before, String after, Set<String> ignored) {
    Map<String, String> old = flat(before);
    Map<String, String> now = flat(after);
    Set<String> keys = new LinkedHashSet<>(old.keySet());
    keys.addAll(now.keySet());
    return keys.stream()
        .filter(key -> !ignored.contains(key.split("\\.")[0]))
        .map(key -> new RecipeDifference(key, old.getOrDefault(key, ""), now.getOrDefault(key, "")))
        .filter(difference -> !difference.before.equals(difference.after))
        .findFirst();
  }

  private static Map<String, String> flat(String yaml) {
    Map<String, String> values = new LinkedHashMap<>();
    collect("", YamlReader.read(yaml, line -> "config.yaml:" + line), values);
    return values;
  }

  private static void collect(String path, YamlNode node, Map<String, String> values) {
    if (node instanceof YamlNode.Mapping mapping) {
      mapping
          .entries()
          .forEach((key, value) -> collect(path.isEmpty() ? key : path + "." + key, value, values));
    } else if (node instanceof YamlNode.Sequence sequence) {
      List<YamlNode> items = sequence.items();
      for (int i = 0; i < items.size(); i++) {
        collect(path + "." + i, items.get(i), values);
      }
    } else if (node instanceof YamlNode.Scalar scalar) {
      values.put(path, scalar.text());
    }
  }
}
