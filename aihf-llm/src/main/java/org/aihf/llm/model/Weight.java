package org.aihf.llm.model;

import ai.djl.ndarray.types.Shape;

/**
 * One tensor of a checkpoint, in the order in which a kernel binds them.
 *
 * @param name its Hugging Face name; empty for a bias that the model does not have
 */
record Weight(String name, Shape shape, Initial initial) {
  /** What a fresh weight holds. */
  enum Initial {
    NORMAL,
    ONES,
    ZEROS
  }

  private static final Weight ABSENT = new Weight("", new Shape(0), Initial.ZEROS);

  static Weight matrix(String name, long rows, long columns) {
    return new Weight(name, new Shape(rows, columns), Initial.NORMAL);
  }

  static Weight scale(String name, long size) {
    return new Weight(name, new Shape(size), Initial.ONES);
  }

  static Weight bias(boolean present, String name, long size) {
    return present ? new Weight(name, new Shape(size), Initial.ZEROS) : ABSENT;
  }

  boolean isPresent() {
    return !name.isEmpty();
  }
}
