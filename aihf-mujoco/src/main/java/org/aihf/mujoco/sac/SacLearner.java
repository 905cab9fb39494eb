package org.aihf.mujoco.sac;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.aihf.Checkpointable;
import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.mujoco.reward.StepReward;
import org.aihf.random.RandomStream;
import org.aihf.torch.Kernel;
import org.aihf.torch.KernelSource;
import org.aihf.torch.TorchRuntime;
import org.jspecify.annotations.Nullable;

/**
 * Actor, twin critics and temperature, and one native call that updates them all.
 *
 * <p>The minibatch lives in direct buffers that the kernel reads in place: an update copies no
 * array and allocates next to nothing. All noise comes from Java.
 */
public final class SacLearner implements Checkpointable, AutoCloseable {
  static final String FILE = "sac.safetensors";

  /** Attributes of the kernel, in the order of its {@code bind}. */
  static final List<String> ATTRIBUTES =
      List.of(
          "actor",
          "actor_m",
          "actor_v",
          "critics",
          "critics_m",
          "critics_v",
          "targets",
          "temperature",
          "temperature_m",
          "temperature_v",
          "steps",
          "batch");

  /** From this width on oneDNN's rate is worth its overhead. */
  private static final int WIDE = 96;

  private final TorchRuntime runtime;
  private final SacConfig config;
  private final int observationSize;
  private final int actionSize;
  private final SacParameters parameters;
  private final Kernel kernel;
  private final SacBatch batch;

  /**
   * A learner with fresh networks.
   *
   * @param random of initial weights
   */
  public SacLearner(
      TorchRuntime runtime,
      int observationSize,
      int actionSize,
      SacConfig config,
      RandomStream random) {
    this.runtime = runtime;
    this.config = config;
    this.observationSize = observationSize;
    this.actionSize = actionSize;
    parameters = SacParameters.initialize(runtime, observationSize, actionSize, config, random);
    kernel = Kernel.load(runtime, "sac", source(config, actionSize), ATTRIBUTES);
    batch = new SacBatch(runtime, config.batchSize(), observationSize, actionSize);
    bind();
  }

  /** The kernel's source for a configuration; also for tests in Python. */
  static String source(SacConfig config, int actionSize) {
    boolean wide = config.hiddenSize() >= WIDE && oneDnn();
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

  private static boolean oneDnn() {
    String architecture = System.getProperty("os.arch");
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return (architecture.equals("amd64") || architecture.equals("x86_64"))
        && !system.contains("mac");
  }

  private void bind() {
    NDList inputs = new NDList();
    for (String attribute : ATTRIBUTES.subList(0, ATTRIBUTES.size() - 1)) {
      parameters
          .set(attribute)
          .asList()
          .forEach(array -> inputs.add(Kernel.listItem(attribute, array)));
    }
    batch.arrays().forEach(array -> inputs.add(Kernel.listItem("batch", array)));
    try (NDManager scope = runtime.newScope()) {
      kernel.call(scope, "bind", inputs);
    }
  }

  /**
   * One update of everything.
   *
   * @param transitions {@code config().batchSize()} of them
   * @param reward labels them
   * @param random of the actions drawn in s and s′
   * @throws ArithmeticException if a loss is not finite
   */
  public Losses update(TransitionBatch transitions, StepReward reward, RandomStream random) {
    return run("update", transitions, reward, random);
  }

  /** As {@link #update}, but actor and temperature stay: for critics that are new to an actor. */
  public Losses updateCritics(TransitionBatch transitions, StepReward reward, RandomStream random) {
    return run("update_critics", transitions, reward, random);
  }

  /**
   * Behaviour cloning: one step of the actor towards the batch's own actions.
   *
   * @return mean −log π of them before the step
   * @throws ArithmeticException if it is not finite
   */
  public double cloneActions(TransitionBatch transitions) {
    batch.fill(transitions, config.discount());
    try (NDManager scope = runtime.newScope()) {
      double loss = kernel.call(scope, "clone", new NDList()).get(0).toFloatArray()[0];
      if (!Double.isFinite(loss)) {
        throw new ArithmeticException("the loss of behaviour cloning is not finite any more");
      }
      return loss;
    }
  }

  private Losses run(
      String method, TransitionBatch transitions, StepReward reward, RandomStream random) {
    batch.fill(transitions, config.discount());
    batch.label(transitions, reward);
    batch.draw(random);
    float[] result;
    try (NDManager scope = runtime.newScope()) {
      result = kernel.call(scope, method, new NDList()).get(0).toFloatArray();
    }
    return Losses.of(result);
  }

  /**
   * Actions of the current policy in [-1, 1].
   *
   * @param observations {@code [n * observationSize]}
   * @param random of the draw; null: the mode tanh(μ)
   * @return {@code [n * actionSize]}
   */
  public float[] act(float[] observations, @Nullable RandomStream random) {
    int n = observations.length / observationSize;
    float[] gaussian = new float[n * actionSize];
    if (random != null) {
      for (int i = 0; i < gaussian.length; i++) {
        gaussian[i] = (float) random.nextGaussian();
      }
    }
    try (NDManager scope = runtime.newScope()) {
      NDArray s = scope.create(observations, new Shape(n, observationSize));
      NDArray z = scope.create(gaussian, new Shape(n, actionSize));
      return kernel.call(scope, "act", new NDList(s, z)).get(0).toFloatArray();
    }
  }

  public SacConfig config() {
    return config;
  }

  public int observationSize() {
    return observationSize;
  }

  public int actionSize() {
    return actionSize;
  }

  SacParameters parameters() {
    return parameters;
  }

  Kernel kernel() {
    return kernel;
  }

  @Override
  public void save(Path directory) throws IOException {
    parameters.save(directory.resolve(FILE));
  }

  @Override
  public void restore(Path directory) throws IOException {
    parameters.restore(directory.resolve(FILE));
  }

  @Override
  public void close() {
    kernel.close();
    batch.close();
    parameters.close();
  }
}
