package org.aihf.examples.report;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Figures as people read them. */
final class Numbers {
  private Numbers() {}

  static final String NONE = "\u2013";

  /** The values that are there. */
  static <E> double[] present(List<E> items, Function<E, @Nullable Double> value) {
    return items.stream()
        .map(value)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .filter(Double::isFinite)
        .toArray();
  }

  /** Three significant digits or so, with a real minus sign. */
  static String figure(double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    double size = Math.abs(value);
    String format = size >= 1000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value == 0 ? 0 : value)
        .replace(',', '\u202f')
        .replace('-', '\u2212');
  }

  static String count(double value) {
    return Double.isFinite(value)
        ? String.format(Locale.ROOT, "%,.0f", value).replace(',', '\u202f')
        : NONE;
  }

  static String duration(double seconds) {
    if (!Double.isFinite(seconds)) {
      return NONE;
    }
    if (seconds < 100) {
      return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
    }
    return seconds < 6000
        ? String.format(Locale.ROOT, "%.1f min", seconds / 60)
        : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }
}
