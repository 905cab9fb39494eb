package org.aihf.run.recipe;

import org.aihf.UserError;

/**
 * Refuses a key's value that is out of range, in one sentence. Keys are dotted paths, such as
 * {@code sac.hidden_size}; NaN is in no range.
 */
public final class Range {
  private Range() {}

  public static void atLeast(int least, String key, int value) {
    if (value < least) {
      throw refuse(key, value, "at least " + least);
    }
  }

  /** Infinity is refused. */
  public static void atLeast(int least, String key, double value) {
    if (!(value >= least) || Double.isInfinite(value)) {
      throw refuse(key, value, "a finite number of at least " + least);
    }
  }

  /** Above 0; infinity is refused. */
  public static void above(String key, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw refuse(key, value, "a finite number above 0");
    }
  }

  /** In (0, 1]. */
  public static void share(String key, double value) {
    if (!(value > 0 && value <= 1)) {
      throw refuse(key, value, "above 0 and at most 1");
    }
  }

  /** In [0, 1). */
  public static void belowOne(String key, double value) {
    if (!(value >= 0 && value < 1)) {
      throw refuse(key, value, "at least 0 and below 1");
    }
  }

  /** Both ends included. */
  public static void between(int least, int most, String key, double value) {
    if (!(value >= least && value <= most)) {
      Object shown = value == Math.rint(value) ? (Object) (long) value : value;
      throw refuse(key, shown, "from %d to %d".formatted(least, most));
    }
  }

  /** The sentence. */
  public static UserError refuse(String key, Object value, String range) {
    return new UserError("option '%s' is %s; it must be %s".formatted(key, value, range));
  }
}
