package org.aihf.run.recipe;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aihf.UserError;
import org.jspecify.annotations.Nullable;

/** Makes records of mappings; what a mapping leaves out comes from the record's defaults. */
final class RecordBinder {
  private final ValueBinder values = new ValueBinder(this);

  /**
   * @param path dotted path of the mapping, empty at the root
   * @param base gives what the mapping leaves out; null for the record's own defaults
   */
  Object bind(Class<?> record, YamlNode node, String path, @Nullable Object base) {
    Map<String, YamlNode> entries = entries(node, path);
    return construct(record, node, entries, path, base == null ? defaults(record) : base);
  }

  /** Picks the record of a sealed interface by its name, then binds it. */
  Object bindVariant(Class<?> sealed, YamlNode node, String path, @Nullable Object base) {
    Variants variants = Variants.of(sealed);
    String key = join(path, variants.property());
    // "estimator: remax" is short for "estimator: {type: remax}".
    Map<String, YamlNode> entries =
        !path.isEmpty() && node instanceof YamlNode.Scalar scalar && !scalar.isNull()
            ? Map.of(variants.property(), node)
            : entries(node, path);
    YamlNode name = entries.get(variants.property());
    Class<?> record;
    if (name instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
      record = variants.records().get(scalar.text());
      if (record == null) {
        throw new UserError(
            "%s: unknown %s '%s'%s"
                .formatted(
                    scalar.origin(),
                    key,
                    scalar.text(),
                    Nearest.hint(scalar.text(), variants.records().keySet())));
      }
    } else if (name == null && base != null) {
      record = base.getClass();
    } else {
      throw new UserError(
          "%s: %s must be one of %s"
              .formatted(node.origin(), key, String.join(", ", variants.records().keySet())));
    }
    boolean sameRecord = base != null && base.getClass() == record;
    return construct(record, node, entries, path, sameRecord ? base : defaults(record));
  }

  private Object construct(
      Class<?> record,
      YamlNode node,
      Map<String, YamlNode> entries,
      String path,
      @Nullable Object base) {
    RecordComponent[] components = record.getRecordComponents();
    refuseUnknown(record, entries, path);
    @Nullable Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      String key = Names.key(component.getName());
      Object fallback = base == null ? null : get(component, base);
      arguments[i] = values.bind(component, entries.get(key), join(path, key), node, fallback);
    }
    return instantiate(record, node, entries, path, arguments);
  }

  private static void refuseUnknown(Class<?> record, Map<String, YamlNode> entries, String path) {
    List<String> known = keys(record);
    entries.forEach(
        (key, value) -> {
          if (!known.contains(key)) {
            throw new UserError(
                "%s: unknown key %s%s"
                    .formatted(value.origin(), join(path, key), Nearest.hint(key, known)));
          }
        });
  }

  private static List<String> keys(Class<?> record) {
    List<String> keys = new java.util.ArrayList<>();
    Variants variants = Variants.containing(record);
    if (variants != null) {
      keys.add(variants.property());
    }
    Arrays.stream(record.getRecordComponents())
        .map(component -> Names.key(component.getName()))
        .forEach(keys::add);
    return keys;
  }

  private static Map<String, YamlNode> entries(YamlNode node, String path) {
    if (YamlNode.isNull(node)) {
      return Map.of();
    }
    if (node instanceof YamlNode.Mapping mapping) {
      return mapping.entries();
    }
    String what = path.isEmpty() ? "a recipe" : path;
    throw new UserError(
        "%s: %s must be a mapping of keys to values, not %s"
            .formatted(node.origin(), what, node.shown()));
  }

  private static Object instantiate(
      Class<?> record,
      YamlNode node,
      Map<String, YamlNode> entries,
      String path,
      @Nullable Object[] arguments) {
    Class<?>[] types =
        Arrays.stream(record.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = record.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException invalid) {
        throw invalid(record, node, entries, path, invalid);
      }
      throw new IllegalStateException("constructor of " + record.getName(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("constructor of " + record.getName(), e);
    }
  }

  /** The constructor's complaint, in the file's spelling, at the key it starts with. */
  private static UserError invalid(
      Class<?> record,
      YamlNode node,
      Map<String, YamlNode> entries,
      String path,
      IllegalArgumentException invalid) {
    String message = String.valueOf(invalid.getMessage());
    String origin = node.origin();
    Map<String, String> spelled = new LinkedHashMap<>();
    for (RecordComponent component : record.getRecordComponents()) {
      String key = Names.key(component.getName());
      spelled.put(component.getName(), join(path, key));
      if (message.matches("(?s)" + component.getName() + "\\b.*") && entries.containsKey(key)) {
        origin = entries.get(key).origin();
      }
    }
    for (Map.Entry<String, String> name : spelled.entrySet()) {
      message = message.replaceAll("\\b" + name.getKey() + "\\b(?!['\\w])", name.getValue());
    }
    return new UserError(origin + ": " + message, invalid);
  }

  private static @Nullable Object defaults(Class<?> record) {
    try {
      Method method = record.getDeclaredMethod("defaults");
      if (!Modifier.isStatic(method.getModifiers()) || method.getReturnType() != record) {
        return null;
      }
      method.setAccessible(true);
      return method.invoke(null);
    } catch (NoSuchMethodException e) {
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("defaults() of " + record.getName(), e);
    }
  }

  private static @Nullable Object get(RecordComponent component, Object record) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " of " + record, e);
    }
  }

  static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
