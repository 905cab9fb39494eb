package org.aihf.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Copies between Java and native tensors of any size.
 *
 * <p>Tensors are allocated by libtorch and filled by slices: an array that DJL creates from Java
 * data is a view of a direct buffer, which counts against the JVM's direct memory, ends at 2 GiB
 * and dangles once the Java array is closed.
 */
final class NativeMemory implements AutoCloseable {
  /** Elements per copy: 16 MiB of FLOAT32. */
  static final int SLICE = 1 << 22;

  private final TorchRuntime runtime;
  private final Kernel kernel;

  NativeMemory(TorchRuntime runtime) {
    this.runtime = runtime;
    this.kernel =
        Kernel.load(
            runtime, "memory", KernelSource.resource(NativeMemory.class, "memory.py"), List.of());
  }

  /** A new FLOAT32 array with the buffer's remaining values. */
  NDArray create(NDManager owner, Shape shape, FloatBuffer values) {
    if (shape.size() != values.remaining()) {
      throw new IllegalArgumentException(
          "shape " + shape + " needs " + shape.size() + " values, given " + values.remaining());
    }
    NDArray array = owner.create(shape, DataType.FLOAT32);
    write(array, 0, values);
    return array;
  }

  /** Overwrites {@code into}, seen flat, from {@code offset} on. */
  void write(NDArray into, long offset, FloatBuffer values) {
    FloatBuffer rest = values.duplicate();
    for (long at = offset; rest.hasRemaining(); ) {
      FloatBuffer slice = rest.slice(rest.position(), Math.min(SLICE, rest.remaining()));
      rest.position(rest.position() + slice.remaining());
      try (NDManager scope = runtime.newScope()) {
        NDArray staged = scope.create(slice, new Shape(slice.remaining()), DataType.FLOAT32);
        copy(scope, into, at, staged);
      }
      at += slice.capacity();
    }
  }

  /** Overwrites {@code into} with {@code source}, same number of elements. */
  void copy(NDArray into, NDArray source) {
    try (NDManager scope = runtime.newScope()) {
      copy(scope, into, 0, source);
    }
  }

  private void copy(NDManager scope, NDArray into, long offset, NDArray source) {
    kernel.call(
        scope,
        "write",
        new NDList(Kernel.argument(into), scope.create(offset), Kernel.argument(source)));
  }

  /** The elements {@code from} (inclusive) to {@code to} (exclusive) of the flat array. */
  float[] read(NDArray source, long from, long to) {
    try (NDManager scope = runtime.newScope()) {
      NDArray range = scope.create(new long[] {from, to});
      return kernel
          .call(scope, "read", new NDList(Kernel.argument(source), range))
          .get(0)
          .toFloatArray();
    }
  }

  /** The gradient accumulated in a parameter, flat; empty if no backward reached it yet. */
  Optional<float[]> gradient(NDArray parameter) {
    try (NDManager scope = runtime.newScope()) {
      NDList result = kernel.call(scope, "gradient", new NDList(Kernel.argument(parameter)));
      return result.isEmpty() ? Optional.empty() : Optional.of(result.get(0).toFloatArray());
    }
  }

  /** Zeroes the gradients of the given list (items named by {@link Kernel#listItem}). */
  void clearGradients(NDList parameters) {
    try (NDManager scope = runtime.newScope()) {
      kernel.call(scope, "clear", parameters);
    }
  }

  @Override
  public void close() {
    kernel.close();
  }
}
