package org.aihf.torch;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.aihf.run.AtomicFiles;

/**
 * A TorchScript module written by us, packed and loaded at run time: numerics only; Java decides
 * everything else.
 *
 * <p>The module keeps lists of tensors as attributes ({@code List[Tensor]}), bound from Java by a
 * method of its own. A call costs about 6 µs. Grad mode is per thread and survives a script's
 * exception, so every call sets it at entry; calls are serialised by one process-wide lock, which a
 * shutdown hook can take to let the running kernel finish.
 *
 * <p>Three traps for writers of kernels. An array made from Java data is a view of a Java buffer: a
 * graph or an attribute that keeps it needs the array open, or its own {@code clone()}. A list
 * operation that writes ({@code _foreach_add_}) into a list built in the method is dead code to the
 * compiler unless that list is read afterwards. The {@code .grad} of a parameter without gradient
 * is undefined ({@code numel()} 0), never {@code None}.
 */
public final class Kernel implements AutoCloseable {
  static final ReentrantLock NATIVE = new ReentrantLock();

  private final String name;
  private final Model model;
  private final PtSymbolBlock block;
  private final NDManager markers;
  private final Map<String, NDArray> methods = new HashMap<>();

  private Kernel(String name, Model model, NDManager markers) {
    this.name = name;
    this.model = model;
    this.block = (PtSymbolBlock) model.getBlock();
    this.markers = markers;
  }

  /**
   * Packs and loads TorchScript source.
   *
   * @param source methods of the module, indented by two spaces, Python syntax
   * @param tensorLists names of the module's {@code List[Tensor]} attributes, initially empty
   * @throws IllegalStateException if libtorch does not compile the source; names the kernel
   */
  public static Kernel load(
      TorchRuntime runtime, String name, String source, List<String> tensorLists) {
    Model model = Model.newInstance(name, runtime.device(), "PyTorch");
    NATIVE.lock();
    try {
      model.load(new ByteArrayInputStream(KernelArchive.pack(source, tensorLists)));
    } catch (IOException | MalformedModelException | RuntimeException e) {
      model.close();
      throw new IllegalStateException("kernel '" + name + "' does not load: " + e.getMessage(), e);
    } finally {
      NATIVE.unlock();
    }
    return new Kernel(name, model, runtime.newScope());
  }

  /**
   * Writes the archive that {@link #load} makes from the same source, for {@code torch.jit.load} in
   * Python.
   *
   * @throws org.aihf.UserError if the file cannot be written
   */
  public static void writeArchive(Path file, String source, List<String> tensorLists) {
    AtomicFiles.write(file, out -> out.write(KernelArchive.pack(source, tensorLists)));
  }

  /** Calls a method without recording a graph; results belong to {@code scope}. */
  public NDList call(NDManager scope, String method, NDList inputs) {
    return call(scope, method, inputs, false);
  }

  /** Calls a method with gradient recording on: results keep their graph until closed. */
  public NDList callWithGraph(NDManager scope, String method, NDList inputs) {
    return call(scope, method, inputs, true);
  }

  /** Names an array so that it arrives in the method's {@code List[Tensor]} argument, in order. */
  public static NDArray listItem(NDArray array) {
    return listItem("p", array);
  }

  /**
   * As {@link #listItem(NDArray)} for a method with several lists: arrays of one {@code list} name
   * arrive as one list, in the position of its first item.
   */
  public static NDArray listItem(String list, NDArray array) {
    array.setName(list + "[]");
    return array;
  }

  /** Undoes {@link #listItem}, whose name stays on the array: passes it as a plain argument. */
  public static NDArray argument(NDArray array) {
    array.setName(null);
    return array;
  }

  private NDList call(NDManager scope, String method, NDList inputs, boolean graph) {
    NATIVE.lock();
    try {
      NDArray marker = methods.computeIfAbsent(method, this::marker);
      NDList all = new NDList(inputs.size() + 1);
      all.add(marker);
      all.addAll(inputs);
      JniUtils.setGradMode(graph);
      // Per thread too: the profiling executor mistakes what a script's changes of grad mode do.
      JniUtils.setGraphExecutorOptimize(false);
      NDList result = IValueUtils.forward(block, all, true);
      result.attach(scope);
      return result;
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "kernel '" + name + "' failed in " + method + ": " + e.getMessage(), e);
    } finally {
      JniUtils.setGradMode(false);
      NATIVE.unlock();
    }
  }

  private NDArray marker(String method) {
    NDArray marker = markers.create(0f);
    marker.setName("module_method:" + method);
    return marker;
  }

  @Override
  public void close() {
    markers.close();
    model.close();
  }
}
