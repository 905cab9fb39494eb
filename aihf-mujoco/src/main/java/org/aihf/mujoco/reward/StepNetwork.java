package org.aihf.mujoco.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.aihf.mujoco.vector.VectorApi;
import org.aihf.random.RandomStream;
import org.aihf.torch.AdamW;
import org.aihf.torch.Kernel;
import org.aihf.torch.KernelSource;
import org.aihf.torch.ParameterSet;
import org.aihf.torch.TorchRuntime;
import org.jspecify.annotations.Nullable;

/** Weights, kernel and optimiser of a reward network: from rows of features to step rewards. */
final class StepNetwork implements AutoCloseable {
  private final TorchRuntime runtime;
  private final int inputSize;
  private final ParameterSet parameters;
  private final Kernel kernel;
  private final AdamW optimizer;

  /** Null where libtorch computes rewards. */
  private final @Nullable VectorStepRewards vectors;

  /** Whether weights may have changed since {@link #vectors} read them. */
  private boolean stale = true;

  private ByteBuffer staging = ByteBuffer.allocateDirect(0);

  /** Fresh weights as PyTorch's Linear draws them: U(±1/√in), each member from its own stream. */
  StepNetwork(TorchRuntime runtime, RewardNetworkConfig config, RandomStream random) {
    this.runtime = runtime;
    this.inputSize = config.inputSize();
    this.parameters = ParameterSet.trainable(runtime);
    List<Integer> sizes = config.layerSizes();
    for (int layer = 0; layer + 1 < sizes.size(); layer++) {
      int in = sizes.get(layer);
      int out = sizes.get(layer + 1);
      add(random, config.members(), "layers.%d.weight".formatted(layer), in, out, in);
      add(random, config.members(), "layers.%d.bias".formatted(layer), 1, out, in);
    }
    this.kernel = Kernel.load(runtime, "reward network", source(config), List.of("weights"));
    try (NDManager scope = runtime.newScope()) {
      kernel.call(scope, "bind", parameters.asList());
    }
    this.optimizer = new AdamW(parameters, config.optimizer());
    boolean vectors = VectorApi.isAvailable() && !runtime.device().isGpu();
    this.vectors = vectors ? new VectorStepRewards(config) : null;
  }

  private void add(RandomStream random, int members, String name, int rows, int columns, int in) {
    float[] values = new float[members * rows * columns];
    double bound = 1 / Math.sqrt(in);
    int at = 0;
    for (int member = 0; member < members; member++) {
      RandomStream stream = random.split("member", member).split(name);
      for (int i = 0; i < rows * columns; i++) {
        values[at++] = (float) stream.nextDouble(-bound, bound);
      }
    }
    parameters.add(name, new Shape(members, rows, columns), values);
  }

  private static String source(RewardNetworkConfig config) {
    OutputBound bound = config.bound();
    String bounded =
        switch (bound.kind()) {
          case NONE -> "return r";
          case CLAMP -> "return r.clamp(-%1$s, %1$s)".formatted(number(bound.limit()));
          case TANH -> "return (r / %1$s).tanh() * %1$s".formatted(number(bound.limit()));
        };
    return KernelSource.resource(
        StepNetwork.class,
        "reward_network.py",
        Map.of(
            "MEMBERS",
            config.members(),
            "PESSIMISM",
            number(config.pessimism()),
            "BOUNDED",
            bounded));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.17g", value);
  }

  /** Whoever asks may change them. */
  ParameterSet parameters() {
    stale = true;
    return parameters;
  }

  /** Whoever asks may take a step. */
  AdamW optimizer() {
    stale = true;
    return optimizer;
  }

  /** The ensemble's step rewards of {@code rows} rows of features. */
  float[] rewards(float[] x, int rows) {
    if (vectors == null) {
      return torchRewards(x, rows);
    }
    if (stale) {
      vectors.load(parameters);
      stale = false;
    }
    return vectors.rewards(x, rows);
  }

  /** The same by the kernel. */
  float[] torchRewards(float[] x, int rows) {
    int numbers = rows * inputSize;
    if (staging.capacity() < numbers * Float.BYTES) {
      staging = ByteBuffer.allocateDirect(numbers * Float.BYTES).order(ByteOrder.nativeOrder());
    }
    staging.asFloatBuffer().put(x, 0, numbers);
    try (NDManager scope = runtime.newScope()) {
      ByteBuffer bytes = staging.slice(0, numbers * Float.BYTES).order(ByteOrder.nativeOrder());
      NDArray input = scope.create(bytes, new Shape(rows, inputSize), DataType.FLOAT32);
      return kernel.call(scope, "rewards", new NDList(input)).get(0).toFloatArray();
    }
  }

  /** One member's step rewards, with the graph that {@link #backward} takes. */
  NDArray memberRewards(NDManager scope, int member, float[] x, int rows) {
    NDArray input = scope.create(x, new Shape(rows, inputSize));
    NDArray index = scope.create((long) member);
    return kernel.callWithGraph(scope, "member_rewards", new NDList(input, index)).get(0);
  }

  /** Adds the gradient of Σ c r. */
  void backward(NDManager scope, NDArray rewards, float[] coefficients) {
    kernel.callWithGraph(scope, "backward", new NDList(rewards, scope.create(coefficients)));
  }

  TorchRuntime runtime() {
    return runtime;
  }

  @Override
  public void close() {
    optimizer.close();
    kernel.close();
    parameters.close();
  }
}
