package org.aihf.torch.safetensors;

import java.util.List;

/**
 * What a file's header says about one tensor.
 *
 * @param shape extents, outermost first; none for a scalar
 * @param begin first byte, counted from the end of the header
 * @param end byte after the last
 */
public record TensorInfo(Dtype dtype, List<Long> shape, long begin, long end) {

  /** Number of elements. */
  public long elementCount() {
    return (end - begin) / dtype.bytes();
  }
}
