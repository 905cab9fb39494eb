package org.aihf.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aihf.UserError;
import org.jspecify.annotations.Nullable;

/**
 * The native engine of a process: device, threads, root of all native memory. Open one, close it
 * last.
 *
 * <p>Arrays made during a step belong to a scope ({@link #newScope()}) that ends with the step.
 * Nothing is downloaded and nothing is reported: libtorch comes as a Maven dependency.
 */
public final class TorchRuntime implements AutoCloseable {
  /** More is a slip of the finger, and libtorch would try to start them. */
  private static final int MAX_THREADS = 1024;

  private static final Pattern DEVICE = Pattern.compile("cpu|cuda(?::(\\d{1,3}))?");

  private final NDManager manager;
  private final Device device;
  private final int threads;
  private final Precision precision;
  private @Nullable NativeMemory memory;

  private TorchRuntime(NDManager manager, Device device, int threads, Precision precision) {
    this.manager = manager;
    this.device = device;
    this.threads = threads;
    this.precision = precision;
  }

  /** A runtime on the CPU with the given number of intra-op threads. */
  public static TorchRuntime cpu(int threads) {
    return open("cpu", threads);
  }

  /** A runtime on a device that computes in fp32. */
  public static TorchRuntime open(String device, int threads) {
    return open(device, threads, Precision.FP32);
  }

  /**
   * A runtime on a device.
   *
   * @param device {@code cpu}, {@code cuda} or {@code cuda:N}
   * @param threads intra-op threads of libtorch on the CPU, for the whole process
   * @param precision of language models' layers
   * @throws UserError if there is no such device, or libtorch is not on the class path
   */
  public static TorchRuntime open(String device, int threads, Precision precision) {
    Matcher matcher = DEVICE.matcher(device);
    if (!matcher.matches()) {
      throw new UserError("device '" + device + "' is unknown; it must be cpu, cuda or cuda:N");
    }
    if (threads < 1 || threads > MAX_THREADS) {
      throw new UserError("threads is %d; it must be from 1 to %d".formatted(threads, MAX_THREADS));
    }
    Engine engine = engine();
    Device chosen = device.equals("cpu") ? Device.cpu() : gpu(engine, device, matcher.group(1));
    NativeShutdown.install();
    JniUtils.setNumThreads(threads);
    JniUtils.setGradMode(false);
    return new TorchRuntime(engine.newBaseManager(chosen), chosen, threads, precision);
  }

  private static Engine engine() {
    CudaBuild.prepare();
    System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
    if (System.getProperty("ai.djl.offline") == null) {
      System.setProperty("ai.djl.offline", "true");
    }
    try {
      return Engine.getEngine("PyTorch");
    } catch (EngineException | LinkageError e) {
      throw new UserError(
          "libtorch does not load on %s %s (%s); add ai.djl.pytorch:pytorch-jni and ai.djl.pytorch:pytorch-native-cpu with the classifier of this platform, versions as in AIHF's pom.xml, to the class path"
              .formatted(
                  System.getProperty("os.name"), System.getProperty("os.arch"), rootMessage(e)),
          e);
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
  }

  private static Device gpu(Engine engine, String device, @Nullable String index) {
    if (!engine.hasCapability(StandardCapabilities.CUDA)) {
      throw new UserError(
          "device '%s': libtorch sees no CUDA device; use cpu, or set PYTORCH_LIBRARY_PATH to the lib folder of a CUDA build of PyTorch %s"
              .formatted(device, engine.getVersion()));
    }
    int wanted = index == null ? 0 : Integer.parseInt(index);
    int count = engine.getGpuCount();
    if (count > 0 && wanted >= count) {
      throw new UserError(
          "device '%s': libtorch sees %d CUDA devices, from cuda:0 on; use one of them or cpu"
              .formatted(device, count));
    }
    Device chosen = Device.gpu(wanted);
    try (NDManager probe = engine.newBaseManager(chosen)) {
      probe.zeros(new Shape(1)).close();
      return chosen;
    } catch (EngineException e) {
      throw new UserError(
          "device '%s': libtorch sees CUDA devices but cannot compute on this one (%s); use cpu"
              .formatted(device, rootMessage(e)),
          e);
    }
  }

  /**
   * Runs an action when the process is about to end, while kernels still work: for a last
   * checkpoint. It should end within seconds. After all such actions no kernel starts any more, and
   * the process ends once the running one has returned.
   *
   * @return cancels the action
   */
  public static AutoCloseable beforeShutdown(Runnable action) {
    NativeShutdown.install();
    NativeShutdown.before(action);
    return () -> NativeShutdown.cancel(action);
  }

  /** Where parameters and activations live. */
  public Device device() {
    return device;
  }

  /** As {@link #open} takes it: {@code cpu} or {@code cuda:N}. */
  public String deviceName() {
    return device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
  }

  /** Bytes that the caches of sampling may take: 512 MB, on a card a tenth of its memory. */
  public long cacheBytes() {
    boolean sized = device.isGpu() && manager.getEngine().getGpuCount() > 0;
    return sized ? CudaUtils.getGpuMemory(device).getMax() / 10 : 512L << 20;
  }

  /** Intra-op threads on the CPU. */
  public int threads() {
    return threads;
  }

  /** What language models' layers are computed in. */
  public Precision precision() {
    return precision;
  }

  /** Version of libtorch. */
  public String version() {
    return manager.getEngine().getVersion();
  }

  /** The root manager: for what lives as long as the runtime. */
  public NDManager manager() {
    return manager;
  }

  /** Owns arrays until closed: one per step. */
  public NDManager newScope() {
    return manager.newSubManager();
  }

  /** Native arrays that Java holds open in this process: constant from step to step. */
  public int liveArrays() {
    return LiveArrays.count(manager);
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
