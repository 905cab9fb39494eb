package org.aihf.run.recipe;

import java.util.Locale;

/** A name in Java and the same name in a file. */
final class Names {
  private Names() {}

  /** {@code klCoefficient} to {@code kl_coefficient}. */
  static String key(String component) {
    return component.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  /** {@code TO_GO} to {@code to-go}. */
  static String constant(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@code AihfDpo} to {@code aihf-dpo}. */
  static String variant(Class<?> record) {
    return key(record.getSimpleName()).replace('_', '-');
  }
}
