package org.aihf.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;

/**
 * AdamW (Loshchilov &amp; Hutter 2019) with clipping by the global norm: the numbers of {@code
 * torch.nn.utils.clip_grad_norm_} followed by {@code torch.optim.AdamW.step}, in one fused call.
 *
 * <p>Gradients accumulate over any number of backward calls; {@link #step} consumes and clears
 * them. A parameter that no backward reached since the last step is left alone, moments and count
 * included, as after PyTorch's {@code zero_grad()}. Close it before the parameters.
 */
public final class AdamW implements AutoCloseable {
  /** What {@code clip_grad_norm_} adds to the norm it divides by. */
  private static final double CLIP_EPSILON = 1e-6;

  /** Attributes of the kernel. */
  static final List<String> ATTRIBUTES = List.of("weights", "exp_avg", "exp_avg_sq", "counters");

  private final ParameterSet parameters;
  private final AdamWConfig config;
  private final List<String> names;
  private final ParameterSet firstMoments;
  private final ParameterSet secondMoments;
  private final NDManager manager;
  private final NDArray updateCounts;
  private final Kernel kernel;
  private long stepCount;

  /**
   * An optimiser of the trainable parameters of the set, all moments zero.
   *
   * @throws IllegalArgumentException if no parameter is trainable
   */
  public AdamW(ParameterSet parameters, AdamWConfig config) {
    this.parameters = parameters;
    this.config = config;
    this.names = parameters.names().stream().filter(parameters::isTrainable).toList();
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "none of the " + parameters.size() + " parameters is trainable: " + parameters.names());
    }
    TorchRuntime runtime = parameters.runtime();
    this.manager = runtime.newScope();
    this.updateCounts = manager.zeros(new Shape(names.size()));
    this.firstMoments = ParameterSet.frozen(runtime);
    this.secondMoments = ParameterSet.frozen(runtime);
    this.kernel =
        Kernel.load(runtime, "adamw", KernelSource.resource(AdamW.class, "adamw.py"), ATTRIBUTES);
    for (String name : names) {
      firstMoments.addZeros(name, parameters.shape(name));
      secondMoments.addZeros(name, parameters.shape(name));
    }
    bind();
  }

  private void bind() {
    NDArray versions = manager.full(new Shape(names.size()), -1, DataType.INT64);
    NDArray decayed =
        manager.create(names.stream().mapToLong(name -> decays(name) ? 1 : 0).toArray());
    NDList inputs = new NDList();
    for (String name : names) {
      inputs.add(Kernel.listItem("p", parameters.get(name)));
      inputs.add(Kernel.listItem("m", firstMoments.get(name)));
      inputs.add(Kernel.listItem("v", secondMoments.get(name)));
    }
    for (NDArray counter : List.of(updateCounts, versions, decayed)) {
      inputs.add(Kernel.listItem("c", counter));
    }
    try (NDManager scope = parameters.runtime().newScope()) {
      kernel.call(scope, "bind", inputs);
    }
  }

  private boolean decays(String name) {
    return config.decayVectors() || parameters.shape(name).dimension() > 1;
  }

  /**
   * Updates the parameters from their accumulated gradients and clears these.
   *
   * @return global 2-norm of the gradients before clipping; 0 if no backward reached a parameter
   * @throws ArithmeticException if the norm is not finite; parameters and moments stay as they are,
   *     the gradients are cleared
   */
  public double step(double learningRate) {
    if (!(learningRate >= 0 && Double.isFinite(learningRate))) {
      throw new IllegalArgumentException("learningRate is " + learningRate + "; it must be >= 0");
    }
    try (NDManager scope = parameters.runtime().newScope()) {
      float[] norms = kernel.call(scope, "norms", new NDList()).get(0).toFloatArray();
      double norm = globalNorm(norms);
      if (!Double.isFinite(norm)) {
        kernel.call(scope, "clear", new NDList());
        throw notFinite(norms);
      }
      double divisor = Math.max(1, (norm + CLIP_EPSILON) / config.maxGradientNorm());
      double[] settings = {
        learningRate,
        config.beta1(),
        config.beta2(),
        config.epsilon(),
        config.weightDecay(),
        divisor
      };
      kernel.call(scope, "update", new NDList(scope.create(settings)));
      stepCount++;
      return norm;
    }
  }

  private static double globalNorm(float[] norms) {
    double sum = 0;
    for (float norm : norms) {
      sum += (double) norm * norm;
    }
    return Math.sqrt(sum);
  }

  private ArithmeticException notFinite(float[] norms) {
    for (int i = 0; i < norms.length; i++) {
      if (!Float.isFinite(norms[i])) {
        return new ArithmeticException(
            "the gradient of '%s' %s has norm %s after %d steps: this step was not taken"
                .formatted(names.get(i), parameters.shape(names.get(i)), norms[i], stepCount));
      }
    }
    throw new AssertionError("finite norms have a finite sum in double");
  }

  /**
   * Writes moments and counts, by parameter name, to a safetensors file; with the parameters, all
   * that is needed to continue bit for bit.
   *
   * @throws org.aihf.UserError if the file cannot be written
   */
  public void save(Path file) {
    AdamWState.save(this, file);
  }

  /**
   * Continues from a file that {@link #save} wrote for the same parameters.
   *
   * @throws org.aihf.UserError if the file is damaged or belongs to other parameters; nothing is
   *     changed then
   */
  public void restore(Path file) {
    AdamWState.restore(this, file);
  }

  ParameterSet parameters() {
    return parameters;
  }

  /** Names of the parameters updated. */
  List<String> names() {
    return names;
  }

  ParameterSet firstMoments() {
    return firstMoments;
  }

  ParameterSet secondMoments() {
    return secondMoments;
  }

  /** FLOAT32, one count of updates for each name. */
  NDArray updateCounts() {
    return updateCounts;
  }

  void resumeAt(long restoredStepCount) {
    stepCount = restoredStepCount;
  }

  /** Steps taken, restored ones included. */
  public long stepCount() {
    return stepCount;
  }

  /** Hyper-parameters. */
  public AdamWConfig config() {
    return config;
  }

  @Override
  public void close() {
    kernel.close();
    manager.close();
    secondMoments.close();
    firstMoments.close();
  }
}
