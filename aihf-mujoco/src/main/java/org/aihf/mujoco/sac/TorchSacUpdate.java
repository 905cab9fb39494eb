package org.aihf.mujoco.sac;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.torch.Kernel;
import org.aihf.torch.KernelSource;
import org.aihf.torch.TorchRuntime;

/**
 * {@code sac.py}: one call of libtorch an update, on any device.
 *
 * <p>On a processor the minibatch lives in direct buffers that the kernel reads in place: an update
 * copies no array and allocates next to nothing. On a card it is copied there first.
 */
final class TorchSacUpdate implements SacUpdate {
  /** The kernel's last attribute. */
  private static final String BATCH = "batch";

  /** From this width on oneDNN's rate is worth its overhead. */
  private static final int WIDE = 96;

  private final TorchRuntime runtime;
  private final int observationSize;
  private final int actionSize;
  private final Kernel kernel;
  private final boolean inPlace;
  private final SacBatch batch;
  private final double discount;

  TorchSacUpdate(
      TorchRuntime runtime,
      int observationSize,
      int actionSize,
      SacConfig config,
      SacParameters parameters) {
    this(runtime, observationSize, actionSize, config, parameters, !runtime.device().isGpu());
  }

  TorchSacUpdate(
      TorchRuntime runtime,
      int observationSize,
      int actionSize,
      SacConfig config,
      SacParameters parameters,
      boolean inPlace) {
    this.runtime = runtime;
    this.inPlace = inPlace;
    this.observationSize = observationSize;
    this.actionSize = actionSize;
    this.discount = config.discount();
    List<String> attributes = new ArrayList<>(SacParameters.ATTRIBUTES);
    attributes.add(BATCH);
    kernel = Kernel.load(runtime, "sac", source(runtime.device(), config, actionSize), attributes);
    batch = new SacBatch(runtime, config.batchSize(), observationSize, actionSize, inPlace);
    bind(parameters);
  }

  /** The kernel's source for a configuration; also for tests in Python. */
  static String source(Device device, SacConfig config, int actionSize) {
    boolean wide = config.hiddenSize() >= WIDE && oneDnn(device);
    String products = wide ? "products_onednn.py" : "products_default.py";
    Map<String, Object> constants = new LinkedHashMap<>();
    constants.put("LEARNING_RATE", config.learningRate());
    constants.put("CRITIC_LEARNING_RATE", config.criticLearningRate());
    constants.put("TAU", config.targetRate());
    constants.put("AUTOMATIC", config.automaticTemperature() ? "True" : "False");
    constants.put("TARGET_ENTROPY", "(" + config.targetEntropy() * actionSize + ")");
    constants.put("LOG_STD_MIN", "-20.");
    constants.put("LOG_STD_MAX", "2.");
    constants.put("HALF_LOG_TWO_PI", 0.5 * Math.log(2 * Math.PI));
    return KernelSource.resource(SacLearner.class, products)
        + KernelSource.resource(SacLearner.class, "sac.py", constants);
  }

  /** oneDNN computes on processors only. */
  private static boolean oneDnn(Device device) {
    String architecture = System.getProperty("os.arch");
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return !device.isGpu()
        && (architecture.equals("amd64") || architecture.equals("x86_64"))
        && !system.contains("mac");
  }

  private void bind(SacParameters parameters) {
    NDList inputs = new NDList();
    for (String attribute : SacParameters.ATTRIBUTES) {
      parameters
          .set(attribute)
          .asList()
          .forEach(array -> inputs.add(Kernel.listItem(attribute, array)));
    }
    batch.arrays().forEach(array -> inputs.add(Kernel.listItem(BATCH, array)));
    try (NDManager scope = runtime.newScope()) {
      kernel.call(scope, "bind", inputs);
    }
  }

  @Override
  public float[] update(TransitionBatch transitions, float[] rewards, float[] noise) {
    batch.fill(transitions, discount);
    batch.fill(rewards, noise);
    return call("update");
  }

  @Override
  public float[] updateCritics(TransitionBatch transitions, float[] rewards, float[] noise) {
    batch.fill(transitions, discount);
    batch.fill(rewards, noise);
    return call("update_critics");
  }

  @Override
  public float cloneActions(TransitionBatch transitions) {
    batch.fill(transitions, discount);
    return call("clone")[0];
  }

  private float[] call(String method) {
    try (NDManager scope = runtime.newScope()) {
      if (!inPlace) {
        NDList buffers = new NDList();
        batch.buffers().forEach(buffer -> buffers.add(Kernel.listItem(BATCH, buffer)));
        kernel.call(scope, "receive", buffers);
      }
      return kernel.call(scope, method, new NDList()).get(0).toFloatArray();
    }
  }

  @Override
  public float[] act(float[] observations, float[] noise) {
    return call("act", observations, noise);
  }

  @Override
  public float[] logProbs(float[] observations, float[] noise) {
    return call("log_density", observations, noise);
  }

  private float[] call(String method, float[] observations, float[] noise) {
    int n = noise.length / actionSize;
    try (NDManager scope = runtime.newScope()) {
      NDList inputs =
          new NDList(
              scope.create(observations, new Shape(n, observationSize)),
              scope.create(noise, new Shape(n, actionSize)));
      return kernel.call(scope, method, inputs).get(0).toFloatArray();
    }
  }

  /** Nothing to do: the kernel changes the parameters in place. */
  @Override
  public void load() {}

  @Override
  public void store() {}

  @Override
  public void close() {
    kernel.close();
    batch.close();
  }
}
