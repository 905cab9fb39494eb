package org.aihf.llm.recipe;

import org.aihf.UserError;

/** Refuses a key's value that is out of range, in one sentence. */
final class Range {
  private Range() {}

  static void atLeast(int least, String key, int value) {
    if (value < least) {
      throw refuse(key, value, "at least " + least);
    }
  }

  static void atLeast(int least, String key, double value) {
    if (!(value >= least) || Double.isInfinite(value)) {
      throw refuse(key, value, "a finite number of at least " + least);
    }
  }

  static void above(String key, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw refuse(key, value, "a finite number above 0");
    }
  }

  static void share(String key, double value) {
    if (!(value > 0 && value <= 1)) {
      throw refuse(key, value, "above 0 and at most 1");
    }
  }

  static void belowOne(String key, double value) {
    if (!(value >= 0 && value < 1)) {
      throw refuse(key, value, "at least 0 and below 1");
    }
  }

  static UserError refuse(String key, Object value, String range) {
    return new UserError("option '%s' is %s; it must be %s".formatted(key, value, range));
  }
}
