package org.aihf.run.recipe;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.aihf.UserError;
import org.jspecify.annotations.Nullable;

/** Makes values of the types that recipes are built from. */
final class ValueBinder {
  private final RecordBinder records;

  ValueBinder(RecordBinder records) {
    this.records = records;
  }

  /**
   * @param node the value in the file, or null if it is left out
   * @param parent the mapping that should have had it
   * @param fallback the default
   */
  @Nullable Object bind(
      RecordComponent component,
      @Nullable YamlNode node,
      String path,
      YamlNode parent,
      @Nullable Object fallback) {
    Class<?> type = component.getType();
    boolean nested = type.isRecord() || type.isSealed();
    boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    if (node == null || YamlNode.isNull(node)) {
      boolean emptied = node != null && nullable;
      if (fallback != null && !emptied) {
        return fallback;
      }
      if (nullable) {
        return null;
      }
      if (!nested) {
        throw new UserError(
            "%s: %s is missing; give %s".formatted(parent.origin(), path, expected(type)));
      }
    }
    YamlNode given = node == null ? new YamlNode.Scalar(parent.origin(), "", false) : node;
    return value(component.getGenericType(), given, path, nested ? fallback : null);
  }

  private Object value(Type type, YamlNode node, String path, @Nullable Object base) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == Map.class
          ? map(generic, node, path)
          : list(generic, node, path);
    }
    Class<?> target = (Class<?>) type;
    if (target.isRecord()) {
      return records.bind(target, node, path, base);
    }
    if (target.isSealed()) {
      return records.bindVariant(target, node, path, base);
    }
    if (node instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
      return scalar(target, scalar, path);
    }
    throw wrong(target, node, path);
  }

  private Object list(ParameterizedType type, YamlNode node, String path) {
    if (!(node instanceof YamlNode.Sequence sequence)) {
      throw wrong((Class<?>) type.getRawType(), node, path);
    }
    List<Object> items = new ArrayList<>();
    for (YamlNode item : sequence.items()) {
      String itemPath = path + "[" + items.size() + "]";
      items.add(value(type.getActualTypeArguments()[0], item, itemPath, null));
    }
    return List.copyOf(items);
  }

  private Object map(ParameterizedType type, YamlNode node, String path) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      throw wrong(Map.class, node, path);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, item) ->
                result.put(
                    key,
                    value(
                        type.getActualTypeArguments()[1],
                        item,
                        RecordBinder.join(path, key),
                        null)));
    return java.util.Collections.unmodifiableMap(result);
  }

  private static Object scalar(Class<?> type, YamlNode.Scalar node, String path) {
    String text = node.text();
    try {
      if (type == String.class) {
        return text;
      }
      if (type == int.class || type == Integer.class) {
        return new BigDecimal(digits(text)).intValueExact();
      }
      if (type == long.class || type == Long.class) {
        return new BigDecimal(digits(text)).longValueExact();
      }
      if (type == double.class || type == Double.class) {
        return decimal(text);
      }
      if (type == Path.class) {
        return Path.of(text);
      }
    } catch (NumberFormatException e) {
      throw wrong(type, node, path);
    } catch (ArithmeticException e) {
      throw new UserError(
          "%s: %s must be a whole number that fits in %d bits, not '%s'"
              .formatted(node.origin(), path, type == int.class ? 32 : 64, text),
          e);
    } catch (InvalidPathException e) {
      throw wrong(type, node, path);
    }
    if (type == boolean.class || type == Boolean.class) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "true" -> true;
        case "false" -> false;
        default -> throw wrong(type, node, path);
      };
    }
    if (type.isEnum()) {
      return constant(type, node, path);
    }
    throw new IllegalArgumentException(
        "recipes cannot hold a " + type.getName() + " (" + path + ")");
  }

  private static Object constant(Class<?> type, YamlNode.Scalar node, String path) {
    List<String> names = constants(type);
    int index = names.indexOf(node.text());
    if (index < 0) {
      throw new UserError(
          "%s: %s must be one of %s, not '%s'"
              .formatted(node.origin(), path, String.join(", ", names), node.text()));
    }
    return type.getEnumConstants()[index];
  }

  private static List<String> constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> Names.constant((Enum<?>) constant))
        .toList();
  }

  private static String digits(String text) {
    return text.replaceAll("(?<=\\d)_(?=\\d)", "");
  }

  private static double decimal(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
      case "-.inf" -> Double.NEGATIVE_INFINITY;
      default -> new BigDecimal(digits(text)).doubleValue();
    };
  }

  private static UserError wrong(Class<?> type, YamlNode node, String path) {
    return new UserError(
        "%s: %s must be %s, not %s".formatted(node.origin(), path, expected(type), node.shown()));
  }

  private static String expected(Class<?> type) {
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number";
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == Path.class) {
      return "a path";
    }
    if (type == List.class) {
      return "a list";
    }
    if (type == Map.class) {
      return "a mapping of keys to values";
    }
    return type.isEnum() ? "one of " + String.join(", ", constants(type)) : "text";
  }
}
