package org.aihf.mujoco.sac;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.aihf.Checkpointable;
import org.aihf.Metrics;
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
  private final NDManager manager;
  private final FloatBuffer states;
  private final FloatBuffer pairs;
  private final FloatBuffer rewards;
  private final FloatBuffer discounts;
  private final FloatBuffer noise;
  private final float[] labels;
  private final float[] drawn;

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
    manager = runtime.newScope();
    int n = config.batchSize();
    List<NDArray> batch = new ArrayList<>();
    states = buffer(batch, 2 * n, observationSize);
    pairs = buffer(batch, n, observationSize + actionSize);
    rewards = buffer(batch, n);
    discounts = buffer(batch, n);
    noise = buffer(batch, 2 * n, actionSize);
    labels = new float[n];
    drawn = new float[2 * n * actionSize];
    bind(batch);
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

  private FloatBuffer buffer(List<NDArray> batch, long... shape) {
    Shape extents = new Shape(shape);
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.toIntExact(extents.size() * Float.BYTES))
            .order(ByteOrder.nativeOrder());
    batch.add(manager.create(bytes, extents, DataType.FLOAT32));
    return bytes.asFloatBuffer();
  }

  private void bind(List<NDArray> batch) {
    NDList inputs = new NDList();
    for (String attribute : ATTRIBUTES.subList(0, ATTRIBUTES.size() - 1)) {
      parameters
          .set(attribute)
          .asList()
          .forEach(array -> inputs.add(Kernel.listItem(attribute, array)));
    }
    batch.forEach(array -> inputs.add(Kernel.listItem("batch", array)));
    try (NDManager scope = runtime.newScope()) {
      kernel.call(scope, "bind", inputs);
    }
  }

  /**
   * One update of everything.
   *
   * @param batch {@code config().batchSize()} transitions
   * @param reward labels them
   * @param random of the actions drawn in s and s′
   * @throws ArithmeticException if a loss is not finite
   */
  public Losses update(TransitionBatch batch, StepReward reward, RandomStream random) {
    return run("update", batch, reward, random);
  }

  /** As {@link #update}, but actor and temperature stay: for critics that are new to an actor. */
  public Losses updateCritics(TransitionBatch batch, StepReward reward, RandomStream random) {
    return run("update_critics", batch, reward, random);
  }

  /**
   * Behaviour cloning: one step of the actor towards the batch's own actions.
   *
   * @return mean −log π of them before the step
   * @throws ArithmeticException if it is not finite
   */
  public double cloneActions(TransitionBatch batch) {
    loadStates(batch);
    try (NDManager scope = runtime.newScope()) {
      double loss = kernel.call(scope, "clone", new NDList()).get(0).toFloatArray()[0];
      if (!Double.isFinite(loss)) {
        throw new ArithmeticException("the loss of behaviour cloning is not finite any more");
      }
      return loss;
    }
  }

  private Losses run(String method, TransitionBatch batch, StepReward reward, RandomStream random) {
    load(batch, reward, random);
    float[] result;
    try (NDManager scope = runtime.newScope()) {
      result = kernel.call(scope, method, new NDList()).get(0).toFloatArray();
    }
    return Losses.of(result);
  }

  private void load(TransitionBatch batch, StepReward reward, RandomStream random) {
    loadStates(batch);
    reward.rewards(batch, labels);
    rewards.put(0, labels);
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = (float) random.nextGaussian();
    }
    noise.put(0, drawn);
  }

  private void loadStates(TransitionBatch batch) {
    int n = config.batchSize();
    if (batch.size() != n) {
      throw new IllegalArgumentException(
          "an update takes %d transitions, given %d".formatted(n, batch.size()));
    }
    states.put(0, batch.observations());
    states.put(n * observationSize, batch.nextObservations());
    int row = observationSize + actionSize;
    for (int i = 0; i < n; i++) {
      pairs.put(i * row, batch.observations(), i * observationSize, observationSize);
      pairs.put(i * row + observationSize, batch.actions(), i * actionSize, actionSize);
      discounts.put(i, (float) config.discount() * (1 - batch.terminated()[i]));
    }
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
    manager.close();
    parameters.close();
  }

  /**
   * What an update saw, before it changed anything.
   *
   * @param critic (mse of Qa + mse of Qb) / 2
   * @param meanValue mean Qa of the batch
   * @param meanTarget mean of what the critics are drawn to
   * @param actor mean α log π − min Q; 0 when the actor was not updated
   * @param meanLogProb mean log π of fresh actions: minus the entropy
   * @param temperature α
   */
  public record Losses(
      double critic,
      double meanValue,
      double meanTarget,
      double actor,
      double meanLogProb,
      double temperature) {
    static Losses of(float[] v) {
      for (float value : v) {
        if (!Float.isFinite(value)) {
          throw new ArithmeticException(
              "a loss of SAC is not finite any more (critic %s, mean Q %s, target %s, actor %s, log pi %s, alpha %s); a smaller learning rate or reward scale may help"
                  .formatted(v[0], v[1], v[2], v[3], v[4], v[5]));
        }
      }
      return new Losses(v[0], v[1], v[2], v[3], v[4], v[5]);
    }

    /** With Stable-Baselines3's names. */
    public Metrics metrics() {
      return Metrics.of("train/critic_loss", critic)
          .with("train/actor_loss", actor)
          .with("train/ent_coef", temperature)
          .with("train/entropy", -meanLogProb)
          .with("train/q_value", meanValue);
    }
  }
}
