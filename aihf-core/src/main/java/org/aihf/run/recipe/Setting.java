package org.aihf.run.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aihf.UserError;

/**
 * One {@code --set a.b=v}: replaces or adds the value at a dotted path.
 *
 * @param text as typed, for errors
 */
record Setting(String text, List<String> path, YamlNode value) {
  static Setting parse(String text) {
    int equals = text.indexOf('=');
    String left = equals < 0 ? text : text.substring(0, equals).strip();
    if (equals < 0 || !left.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*")) {
      throw new UserError(
          "--set %s: write a dotted key, '=' and a value, such as --set optimizer.learning_rate=1e-4"
              .formatted(text));
    }
    YamlNode value = YamlReader.read(text.substring(equals + 1), line -> "--set " + text);
    return new Setting(text, List.of(left.split("\\.")), value);
  }

  YamlNode applyTo(YamlNode root) {
    return replace(root, 0);
  }

  private YamlNode replace(YamlNode node, int depth) {
    if (depth == path.size()) {
      return value;
    }
    String key = path.get(depth);
    if (node instanceof YamlNode.Sequence sequence) {
      return inList(sequence, key, depth);
    }
    if (node instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
      throw new UserError(
          "--set %s: %s is the value '%s' in %s and has no keys of its own"
              .formatted(
                  text, String.join(".", path.subList(0, depth)), scalar.text(), scalar.origin()));
    }
    Map<String, YamlNode> entries =
        node instanceof YamlNode.Mapping mapping
            ? new LinkedHashMap<>(mapping.entries())
            : new LinkedHashMap<>();
    YamlNode old = entries.getOrDefault(key, new YamlNode.Scalar("--set " + text, "", false));
    entries.put(key, replace(old, depth + 1));
    return new YamlNode.Mapping(node.origin(), entries);
  }

  private YamlNode inList(YamlNode.Sequence sequence, String key, int depth) {
    int size = sequence.items().size();
    if (!key.matches("\\d{1,6}") || Integer.parseInt(key) >= size) {
      throw new UserError(
          "--set %s: %s is a list of %d; write an index from 0 to %d, not '%s'"
              .formatted(text, String.join(".", path.subList(0, depth)), size, size - 1, key));
    }
    List<YamlNode> items = new ArrayList<>(sequence.items());
    int index = Integer.parseInt(key);
    items.set(index, replace(items.get(index), depth + 1));
    return new YamlNode.Sequence(sequence.origin(), items);
  }
}
