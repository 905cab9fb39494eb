package org.aihf.torch.safetensors;

import java.util.Arrays;
import java.util.List;

/**
 * A tensor to be written, handed over in slices so that it need not fit into Java's memory.
 *
 * @param name its name in the file
 * @param shape extents, outermost first
 * @param slices its elements, seen flat in row-major order
 */
public record TensorSource(String name, List<Long> shape, Slices slices) {

  /** Gives exactly the elements {@code from} (inclusive) to {@code to} (exclusive). */
  @FunctionalInterface
  public interface Slices {
    float[] read(long from, long to);
  }

  /** A tensor held in a Java array. */
  public static TensorSource of(String name, float[] values, long... shape) {
    TensorSource source =
        new TensorSource(
            name,
            Arrays.stream(shape).boxed().toList(),
            (from, to) -> Arrays.copyOfRange(values, (int) from, (int) to));
    if (source.elementCount() != values.length) {
      throw new IllegalArgumentException(
          "tensor '%s' of shape %s needs %d values, given %d"
              .formatted(name, source.shape, source.elementCount(), values.length));
    }
    return source;
  }

  /** Number of elements. */
  public long elementCount() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }
}
