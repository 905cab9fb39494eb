package org.aihf.llm.model;

import ai.djl.ndarray.types.Shape;

/**
 * One tensor of a checkpoint, in the order in which a kernel binds them.
 *
 * @param name its Hugging Face name; empty for one that the model does not have
 * @param shape in memory; matrices are {@code [out, in]}
 * @param transposed whether files hold {@code [in, out]} (GPT-2's Conv1D)
 */
record Weight(String name, Shape shape, Initial initial, boolean transposed) {
  /** What a fresh weight holds. */
  enum Initial {
    NORMAL,
    ONES,
    ZEROS
  }

  static final Weight ABSENT = new Weight("", new Shape(0), Initial.ZEROS, false);

  static Weight matrix(String name, long rows, long columns) {
    return new Weight(name, new Shape(rows, columns), Initial.NORMAL, false);
  }

  /** A matrix {@code [out, in]} that files hold as {@code [in, out]}. */
  static Weight conv1d(String name, long out, long in) {
    return new Weight(name, new Shape(out, in), Initial.NORMAL, true);
  }

  static Weight scale(String name, long size) {
    return new Weight(name, new Shape(size), Initial.ONES, false);
  }

  static Weight bias(boolean present, String name, long size) {
    return present ? new Weight(name, new Shape(size), Initial.ZEROS, false) : ABSENT;
  }

  boolean isPresent() {
    return !name.isEmpty();
  }

  /** Shape in files. */
  long[] storedShape() {
    return transposed ? new long[] {shape.get(1), shape.get(0)} : shape.getShape();
  }
}
