package org.aihf.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import org.jspecify.annotations.Nullable;

/**
 * The native engine of a process: device, threads, root of all native memory. Open one, close it
 * last.
 *
 * <p>Arrays made during a step belong to a scope ({@link #newScope()}) that ends with the step.
 */
public final class TorchRuntime implements AutoCloseable {
  private final NDManager manager;
  private final Device device;
  private @Nullable NativeMemory memory;

  private TorchRuntime(NDManager manager, Device device) {
    this.manager = manager;
    this.device = device;
  }

  /** A runtime on the CPU with the given number of intra-op threads. */
  public static TorchRuntime cpu(int threads) {
    System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
    Engine engine = Engine.getEngine("PyTorch");
    JniUtils.setNumThreads(threads);
    JniUtils.setGradMode(false);
    Device device = Device.cpu();
    return new TorchRuntime(engine.newBaseManager(device), device);
  }

  /** Where parameters and activations live. */
  public Device device() {
    return device;
  }

  /** The root manager: for what lives as long as the runtime. */
  public NDManager manager() {
    return manager;
  }

  /** Owns arrays until closed: one per step. */
  public NDManager newScope() {
    return manager.newSubManager();
  }

  /** Copies between Java and this runtime's arrays. */
  synchronized NativeMemory memory() {
    if (memory == null) {
      memory = new NativeMemory(this);
    }
    return memory;
  }

  @Override
  public synchronized void close() {
    if (memory != null) {
      memory.close();
      memory = null;
    }
    manager.close();
  }
}
