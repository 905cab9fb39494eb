package org.aihf.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.aihf.torch.safetensors.Safetensors;
import org.aihf.torch.safetensors.SafetensorsWriter;
import org.aihf.torch.safetensors.TensorSource;

/**
 * The named weights of one network, FLOAT32, in the order they were added; they live until the set
 * is closed.
 *
 * <p>A kernel binds them once with {@link #asList()} and reads them in place ever after: optimiser
 * and {@link #copyFrom} change values, never the arrays. Close the kernels that bound the set
 * before the set. Backward calls inside kernels accumulate into the parameters' gradients.
 */
public final class ParameterSet implements AutoCloseable {
  private final TorchRuntime runtime;
  private final NDManager manager;
  private final boolean trainable;
  private final Map<String, NDArray> arrays = new LinkedHashMap<>();

  private ParameterSet(TorchRuntime runtime, boolean trainable) {
    this.runtime = runtime;
    this.manager = runtime.newScope();
    this.trainable = trainable;
  }

  /** An empty set whose parameters record gradients. */
  public static ParameterSet trainable(TorchRuntime runtime) {
    return new ParameterSet(runtime, true);
  }

  /** An empty set whose parameters never record gradients. */
  public static ParameterSet frozen(TorchRuntime runtime) {
    return new ParameterSet(runtime, false);
  }

  /**
   * Adds a parameter with the given values in row-major order.
   *
   * @throws IllegalArgumentException if the name is taken or the values do not fill the shape
   */
  public NDArray add(String name, Shape shape, float[] values) {
    return add(name, runtime.memory().create(manager, shape, values));
  }

  /**
   * Adds a parameter with the shape and values of a tensor in a checkpoint, of any size.
   *
   * @throws org.aihf.UserError if the checkpoint has no such tensor
   */
  public NDArray add(String name, Safetensors checkpoint, String tensor) {
    List<Long> extents = checkpoint.info(tensor).shape();
    Shape shape = new Shape(extents.stream().mapToLong(Long::longValue).toArray());
    NDArray array = add(name, manager.create(shape, DataType.FLOAT32));
    set(name, checkpoint, tensor);
    return array;
  }

  /**
   * Overwrites a parameter with a tensor of the same shape in a checkpoint.
   *
   * @throws org.aihf.UserError if the checkpoint has no such tensor, or one of another shape
   */
  public void set(String name, Safetensors checkpoint, String tensor) {
    NDArray array = get(name);
    checkpoint.requireShape(tensor, array.getShape().getShape());
    runtime.memory().write(array, (from, into) -> checkpoint.read(tensor, from, into));
  }

  /** Adds a parameter with the shape and values that another set has under the same name. */
  public NDArray addCopy(String name, ParameterSet source) {
    NDArray array = add(name, manager.create(source.shape(name), DataType.FLOAT32));
    runtime.memory().copy(array, source.get(name));
    return array;
  }

  /** Adds a parameter of zeros. */
  public NDArray addZeros(String name, Shape shape) {
    return add(name, manager.zeros(shape, DataType.FLOAT32));
  }

  /**
   * Adopts a contiguous FLOAT32 array: from now on it belongs to this set and closes with it.
   *
   * @throws IllegalArgumentException if the name is taken or the array is not FLOAT32
   */
  public NDArray add(String name, NDArray array) {
    if (arrays.containsKey(name)) {
      throw new IllegalArgumentException("parameter '" + name + "' exists already");
    }
    if (array.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "parameter '" + name + "' is " + array.getDataType() + "; parameters are FLOAT32");
    }
    array.attach(manager);
    array.setRequiresGradient(trainable);
    arrays.put(name, array);
    return array;
  }

  /** Overwrites one parameter, row-major. */
  public void set(String name, float[] values) {
    if (values.length != shape(name).size()) {
      throw new IllegalArgumentException(
          "parameter '" + name + "' is " + shape(name) + ", given " + values.length + " values");
    }
    runtime.memory().write(get(name), values);
  }

  /** Stops gradients and updates of the parameters whose name matches; do so before training. */
  public void freeze(Predicate<String> names) {
    arrays.forEach(
        (name, array) -> {
          if (names.test(name)) {
            array.setRequiresGradient(false);
          }
        });
  }

  /** Whether the parameter records gradients. */
  public boolean isTrainable(String name) {
    return get(name).hasGradient();
  }

  /**
   * The parameter itself, not a copy.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public NDArray get(String name) {
    NDArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          "no parameter '" + name + "' among the " + arrays.size() + ": " + names());
    }
    return array;
  }

  /** Whether a parameter has this name. */
  public boolean contains(String name) {
    return arrays.containsKey(name);
  }

  /** Names in order of addition. */
  public List<String> names() {
    return List.copyOf(arrays.keySet());
  }

  /** Shape of one parameter. */
  public Shape shape(String name) {
    return get(name).getShape();
  }

  /** Values of one parameter, row-major; at most 2<sup>31</sup> − 1 of them. */
  public float[] values(String name) {
    return values(name, 0, shape(name).size());
  }

  /** Values {@code from} (inclusive) to {@code to} (exclusive) of one parameter, seen flat. */
  public float[] values(String name, long from, long to) {
    return runtime.memory().read(get(name), from, to);
  }

  /** The accumulated gradient of one parameter, row-major; empty before the first backward. */
  public Optional<float[]> gradient(String name) {
    return runtime.memory().gradient(get(name));
  }

  /** Zeroes all gradients: for a step given up half-way. {@link AdamW#step} does it itself. */
  public void clearGradients() {
    runtime.memory().clearGradients(asList());
  }

  /** All parameters in order, as one {@code List[Tensor]} argument of a kernel's method. */
  public NDList asList() {
    NDList list = new NDList(arrays.size());
    arrays.values().forEach(array -> list.add(Kernel.listItem(array)));
    return list;
  }

  /** All parameters in order, for {@link SafetensorsWriter}. */
  public List<TensorSource> tensors() {
    return names().stream().map(name -> tensor(name, name)).toList();
  }

  /** One parameter under another name, for {@link SafetensorsWriter}. */
  public TensorSource tensor(String name, String nameInFile) {
    return new TensorSource(
        nameInFile,
        Arrays.stream(shape(name).getShape()).boxed().toList(),
        (from, to) -> values(name, from, to));
  }

  /** Number of parameters. */
  public int size() {
    return arrays.size();
  }

  /** Number of scalars in all parameters. */
  public long elementCount() {
    return arrays.values().stream().mapToLong(NDArray::size).sum();
  }

  /** A frozen set with the same names and the values of now: a reference policy. */
  public ParameterSet frozenCopy() {
    ParameterSet copy = frozen(runtime);
    arrays.forEach((name, array) -> copy.add(name, copy.manager.create(array.getShape())));
    copy.copyFrom(this);
    return copy;
  }

  /**
   * Overwrites all values with those of {@code other}.
   *
   * @throws IllegalArgumentException if names or shapes differ; nothing is changed then
   */
  public void copyFrom(ParameterSet other) {
    if (!names().equals(other.names())) {
      throw new IllegalArgumentException(
          "parameters differ: " + names() + " against " + other.names());
    }
    for (String name : arrays.keySet()) {
      if (!shape(name).equals(other.shape(name))) {
        throw new IllegalArgumentException(
            "parameter '" + name + "' is " + shape(name) + " against " + other.shape(name));
      }
    }
    arrays.forEach((name, array) -> runtime.memory().copy(array, other.get(name)));
  }

  /** The runtime the parameters live in. */
  public TorchRuntime runtime() {
    return runtime;
  }

  @Override
  public void close() {
    manager.close();
  }
}
