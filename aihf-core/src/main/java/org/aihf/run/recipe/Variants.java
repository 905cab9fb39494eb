package org.aihf.run.recipe;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of a sealed interface, by the name that picks them in a file.
 *
 * @param property the key that holds the name
 * @param records in the order in which the interface permits them
 */
record Variants(String property, Map<String, Class<?>> records) {
  static Variants of(Class<?> sealed) {
    Map<String, Class<?>> records = new LinkedHashMap<>();
    collect(sealed, records);
    return new Variants(property(sealed), records);
  }

  /** The variants that {@code record} is one of, or null if it stands alone. */
  static @Nullable Variants containing(Class<?> record) {
    for (Class<?> parent : record.getInterfaces()) {
      Variants above = containing(parent);
      if (above != null) {
        return above;
      }
      if (parent.isSealed()) {
        return of(parent);
      }
    }
    return null;
  }

  static String name(Class<?> record) {
    JsonTypeName name = record.getAnnotation(JsonTypeName.class);
    return name == null ? Names.variant(record) : name.value();
  }

  private static void collect(Class<?> sealed, Map<String, Class<?>> records) {
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      if (permitted.isRecord()) {
        records.put(name(permitted), permitted);
      } else if (permitted.isSealed()) {
        collect(permitted, records);
      } else {
        throw new IllegalArgumentException(
            "%s permits %s, which is neither a record nor sealed"
                .formatted(sealed.getName(), permitted.getName()));
      }
    }
  }

  private static String property(Class<?> sealed) {
    JsonTypeInfo info = sealed.getAnnotation(JsonTypeInfo.class);
    return info == null || info.property().isEmpty() ? "type" : info.property();
  }
}
