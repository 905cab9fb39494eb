package org.aihf.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.aihf.score.ScoreModel;
import org.aihf.torch.safetensors.Dtype;
import org.aihf.torch.safetensors.Safetensors;
import org.aihf.torch.safetensors.SafetensorsWriter;

/**
 * A DJL {@link Block} of one's own behind the seam: its scores go out, coefficients come in, and
 * {@link AdamW} steps. Give it to {@link BlockRewardModel}, or write a policy around it.
 *
 * <p>The block runs as at inference, also while gradients are recorded: dropout is off, running
 * statistics stay. It may be saved and served by DJL as any other (see docs/how-to/djl-block.md).
 *
 * @param <X> an example
 */
public final class BlockScoreModel<X> implements ScoreModel<X> {
  private static final String WEIGHTS = "weights.safetensors";
  private static final String OPTIMIZER = "optimizer.safetensors";

  private final TorchRuntime runtime;
  private final Block block;
  private final BlockScores<X> scores;
  private final int microBatch;
  private final ParameterSet parameters;
  private final ParameterStore store;
  private final AdamW optimizer;

  /**
   * @param block initialised on the runtime's device, FLOAT32; its parameters belong to this model
   *     from now on and close with it. Those that do not require gradients are not trained
   * @param microBatch most examples of a forward pass of more than one group
   */
  public BlockScoreModel(
      TorchRuntime runtime,
      Block block,
      BlockScores<X> scores,
      AdamWConfig optimizer,
      int microBatch) {
    if (microBatch < 1) {
      throw new IllegalArgumentException("microBatch must be at least 1, not " + microBatch);
    }
    this.runtime = runtime;
    this.block = block;
    this.scores = scores;
    this.microBatch = microBatch;
    this.parameters = ParameterSet.trainable(runtime);
    Set<String> frozen = new HashSet<>();
    for (Pair<String, Parameter> named : block.getParameters()) {
      Parameter parameter = named.getValue();
      if (!parameter.isInitialized()) {
        throw new IllegalArgumentException(
            "parameter '%s' of the block has no values; call block.initialize first"
                .formatted(named.getKey()));
      }
      parameters.add(named.getKey(), parameter.getArray());
      if (!parameter.requiresGradient()) {
        frozen.add(named.getKey());
      }
    }
    parameters.freeze(frozen::contains);
    this.store = new ParameterStore(runtime.manager(), false);
    this.optimizer = new AdamW(parameters, optimizer);
  }

  @Override
  public double[][][] evaluate(List<List<X>> groups) {
    double[][][] result = new double[groups.size()][][];
    for (int[] pass : passes(groups)) {
      Kernel.NATIVE.lock();
      try (NDManager scope = runtime.newScope()) {
        JniUtils.setGradMode(false);
        distribute(forward(scope, groups, pass), groups, pass, result);
      } finally {
        Kernel.NATIVE.unlock();
      }
    }
    return result;
  }

  @Override
  public void accumulate(List<List<X>> groups, Coefficients rule) {
    double[][][] all = new double[groups.size()][][];
    boolean done = false;
    try {
      for (int[] pass : passes(groups)) {
        Kernel.NATIVE.lock();
        try (NDManager scope = runtime.newScope()) {
          JniUtils.setGradMode(true);
          NDArray output = forward(scope, groups, pass);
          distribute(output, groups, pass, all);
          float[] coefficients = ask(rule, all, pass, output.getShape());
          NDArray upstream = scope.create(coefficients, output.getShape());
          JniUtils.backward((PtNDArray) output, (PtNDArray) upstream, false, false);
        } finally {
          JniUtils.setGradMode(false);
          Kernel.NATIVE.unlock();
        }
      }
      done = true;
    } finally {
      if (!done) {
        parameters.clearGradients();
      }
    }
  }

  @Override
  public double step(double learningRate) {
    return optimizer.step(learningRate);
  }

  /** {@code [example][scalar]} of the groups of a pass. */
  private NDArray forward(NDManager scope, List<List<X>> groups, int[] pass) {
    List<X> batch = Arrays.stream(pass).mapToObj(groups::get).flatMap(List::stream).toList();
    NDList outputs = block.forward(store, scores.inputs(scope, batch), false);
    outputs.attach(scope);
    NDArray output = scores.scores(outputs, batch);
    output.attach(scope);
    if (output.getShape().dimension() != 2 || output.getShape().get(0) != batch.size()) {
      throw new IllegalArgumentException(
          "the scores of %d examples have shape %s; they must be [example][scalar]"
              .formatted(batch.size(), output.getShape()));
    }
    return output;
  }

  private void distribute(NDArray output, List<List<X>> groups, int[] pass, double[][][] result) {
    float[] values = output.toFloatArray();
    int width = (int) output.getShape().get(1);
    int at = 0;
    for (int group : pass) {
      result[group] = new double[groups.get(group).size()][width];
      for (double[] scalars : result[group]) {
        for (int s = 0; s < width; s++) {
          scalars[s] = finite(values[at++], "score", group);
        }
      }
    }
  }

  private static float[] ask(Coefficients rule, double[][][] scores, int[] pass, Shape shape) {
    float[] coefficients = new float[(int) shape.size()];
    int at = 0;
    for (int group : pass) {
      double[][] asked = rule.of(group, scores[group]);
      for (double[] scalars : asked) {
        for (double coefficient : scalars) {
          coefficients[at++] = (float) finite(coefficient, "coefficient", group);
        }
      }
    }
    return coefficients;
  }

  private static double finite(double value, String what, int group) {
    if (!Double.isFinite(value)) {
      throw new ArithmeticException("a %s of group %d is %s".formatted(what, group, value));
    }
    return value;
  }

  /** Groups that share a forward pass. */
  private List<int[]> passes(List<List<X>> groups) {
    List<int[]> passes = new ArrayList<>();
    int start = 0;
    int examples = 0;
    for (int i = 0; i < groups.size(); i++) {
      int size = groups.get(i).size();
      if (i > start && examples + size > microBatch) {
        passes.add(range(start, i));
        start = i;
        examples = 0;
      }
      examples += size;
    }
    if (examples > 0) {
      passes.add(range(start, groups.size()));
    }
    return passes;
  }

  private static int[] range(int from, int to) {
    int[] range = new int[to - from];
    Arrays.setAll(range, i -> from + i);
    return range;
  }

  /** Writes weights and optimiser state, bit for bit. */
  public void saveState(Path directory) {
    SafetensorsWriter.write(directory.resolve(WEIGHTS), parameters.tensors(), Dtype.F32);
    optimizer.save(directory.resolve(OPTIMIZER));
  }

  /**
   * Continues from {@link #saveState}.
   *
   * @throws org.aihf.UserError if a file is missing or of another block
   */
  public void restoreState(Path directory) {
    try (Safetensors file = Safetensors.open(directory.resolve(WEIGHTS))) {
      for (String name : parameters.names()) {
        file.requireShape(name, parameters.shape(name).getShape());
      }
      for (String name : parameters.names()) {
        parameters.set(name, file, name);
      }
    }
    optimizer.restore(directory.resolve(OPTIMIZER));
  }

  /** Closes the block's parameters, too. */
  @Override
  public void close() {
    optimizer.close();
    parameters.close();
  }
}
