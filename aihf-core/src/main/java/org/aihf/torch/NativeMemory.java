package org.aihf.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
  /** Elements per copy: 4 MiB of FLOAT32. */
  static final int SLICE = 1 << 20;

  private final TorchRuntime runtime;
  private final Kernel kernel;
  private final ByteBuffer staging =
      ByteBuffer.allocateDirect(SLICE * Float.BYTES).order(ByteOrder.nativeOrder());

  NativeMemory(TorchRuntime runtime) {
    this.runtime = runtime;
    this.kernel =
        Kernel.load(
            runtime, "memory", KernelSource.resource(NativeMemory.class, "memory.py"), List.of());
  }

  /** Supplies the elements from one on, as many as the buffer takes. */
  @FunctionalInterface
  interface Elements {
    void read(long from, FloatBuffer into);
  }

  /** A new FLOAT32 array with the given values. */
  NDArray create(NDManager owner, Shape shape, float[] values) {
    if (shape.size() != values.length) {
      throw new IllegalArgumentException(
          "shape " + shape + " needs " + shape.size() + " values, given " + values.length);
    }
    NDArray array = owner.create(shape, DataType.FLOAT32);
    write(array, values);
    return array;
  }

  /** Overwrites an array with as many values in row-major order. */
  void write(NDArray into, float[] values) {
    write(into, (from, buffer) -> buffer.put(values, (int) from, buffer.remaining()));
  }

  /** Overwrites an array, seen flat, slice by slice. */
  synchronized void write(NDArray into, Elements elements) {
    long size = into.size();
    for (long at = 0; at < size; at += SLICE) {
      int count = (int) Math.min(SLICE, size - at);
      elements.read(at, staging.asFloatBuffer().limit(count));
      try (NDManager scope = runtime.newScope()) {
        ByteBuffer bytes = staging.slice(0, count * Float.BYTES).order(ByteOrder.nativeOrder());
        copy(scope, into, at, scope.create(bytes, new Shape(count), DataType.FLOAT32));
      }
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
