package org.aihf.llm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aihf.score.ScoreModel;
import org.aihf.torch.AdamW;
import org.aihf.torch.Kernel;
import org.aihf.torch.ParameterSet;
import org.aihf.torch.TorchRuntime;
import org.aihf.torch.safetensors.Dtype;
import org.aihf.torch.safetensors.Safetensors;
import org.aihf.torch.safetensors.SafetensorsWriter;
import org.jspecify.annotations.Nullable;

/** A backbone with one head: weights, kernel and optimiser, and the passes over micro-batches. */
final class Network implements AutoCloseable {
  private static final String WEIGHTS = "weights.safetensors";
  private static final String OPTIMIZER = "optimizer.safetensors";

  private final TorchRuntime runtime;
  private final LmConfig config;
  private final Head head;
  private final ModelOptions options;
  private final ParameterSet parameters;
  private final Kernel kernel;
  private final NDManager tables;
  private final @Nullable AdamW optimizer;
  private int packers;

  /**
   * Takes ownership of the parameters.
   *
   * @param parameters every weight of {@link #weights} by name
   */
  Network(
      TorchRuntime runtime,
      LmConfig config,
      Head head,
      ModelOptions options,
      ParameterSet parameters) {
    this.runtime = runtime;
    this.config = config;
    this.head = head;
    this.options = options;
    this.parameters = parameters;
    this.tables = runtime.newScope();
    Architecture architecture = Architecture.of(config);
    this.kernel =
        Kernel.load(
            runtime,
            architecture.kernel() + " with head of " + head.methods(),
            NetworkSource.of(
                config,
                architecture,
                head,
                MatrixLibrary.of(runtime.device(), runtime.precision())),
            NetworkSource.ATTRIBUTES);
    bind(architecture);
    this.optimizer = options.trainable() ? new AdamW(parameters, options.optimizer()) : null;
  }

  /** The tensors of a model, embedding first; a tied head appears once. */
  static List<Weight> weights(LmConfig config, Head head) {
    Architecture architecture = Architecture.of(config);
    List<Weight> weights = new ArrayList<>(architecture.present());
    for (Weight weight : head.weights(config, architecture)) {
      if (weight.isPresent() && !weights.contains(weight)) {
        weights.add(weight);
      }
    }
    return weights;
  }

  private void bind(Architecture architecture) {
    NDArray absent = tables.zeros(new Shape(0));
    List<Weight> order = new ArrayList<>(architecture.backbone());
    order.addAll(head.weights(config, architecture));
    NDList inputs = new NDList();
    for (Weight weight : order) {
      NDArray array = weight.isPresent() ? parameters.get(weight.name()) : absent;
      inputs.add(Kernel.listItem("weights", array));
    }
    for (NDArray table : rotary(architecture)) {
      inputs.add(Kernel.listItem("rotary", table));
    }
    try (NDManager scope = runtime.newScope()) {
      kernel.call(scope, "bind", inputs);
    }
  }

  /** Cosines and sines; both empty where positions are in the embedding. */
  private List<NDArray> rotary(Architecture architecture) {
    if (architecture.rotarySize() == 0) {
      return List.of(tables.zeros(new Shape(0)), tables.zeros(new Shape(0)));
    }
    RotaryTable table =
        RotaryTable.of(config.maxPositions(), architecture.rotarySize(), architecture.rotaryBase());
    Shape shape = new Shape(table.positions(), table.frequencies());
    return List.of(
        tables.create(table.cos(), shape).duplicate(),
        tables.create(table.sin(), shape).duplicate());
  }

  TorchRuntime runtime() {
    return runtime;
  }

  LmConfig config() {
    return config;
  }

  Head head() {
    return head;
  }

  ModelOptions options() {
    return options;
  }

  ParameterSet parameters() {
    return parameters;
  }

  Kernel kernel() {
    return kernel;
  }

  /**
   * Packs the weights for decoding, until as many calls of {@link #unpackWeights}. They must not
   * change in between.
   */
  void packWeights() {
    if (packers++ == 0) {
      usePacked(1);
    }
  }

  void unpackWeights() {
    if (--packers == 0) {
      usePacked(0);
    }
  }

  private void usePacked(long on) {
    try (NDManager scope = runtime.newScope()) {
      kernel.call(scope, "use_packed", new NDList(scope.create(on)));
    }
  }

  /** Reads the members' numbers off a pass's scores. */
  interface Reader {
    double[][] of(List<PackedTokens.Member> members, float[] scores);
  }

  /** Scores of every member, {@code [group][member][scalar]}, without a graph. */
  double[][][] evaluate(List<List<TokenSequence>> groups, Reader reader) {
    double[][][] result = new double[groups.size()][0][];
    for (int[] indices : passes(groups)) {
      try (NDManager scope = runtime.newScope()) {
        Pass pass = new Pass(config, head, groups, indices);
        float[] scores = new float[0];
        if (!pass.isEmpty()) {
          NDList output = kernel.call(scope, head.methods() + "_scores", pass.inputs(scope));
          scores = output.get(0).toFloatArray();
        }
        pass.distribute(reader.of(pass.members(), scores), result);
      }
    }
    return result;
  }

  /** See {@link org.aihf.score.ScoreModel#accumulate}. */
  void accumulate(List<List<TokenSequence>> groups, ScoreModel.Coefficients rule) {
    accumulate(head, groups, rule);
  }

  /** The same with other scalars of the same head's weight. */
  void accumulate(Head read, List<List<TokenSequence>> groups, ScoreModel.Coefficients rule) {
    if (optimizer == null) {
      throw new IllegalStateException("this model is frozen: it has no gradient to accumulate");
    }
    for (int[] indices : passes(groups)) {
      try (NDManager scope = runtime.newScope()) {
        Pass pass = new Pass(config, read, groups, indices);
        if (pass.isEmpty()) {
          pass.ask(rule, read.scalars(pass.members(), new float[0]));
          continue;
        }
        NDList inputs = pass.inputs(scope);
        NDList saved = kernel.callWithGraph(scope, read.methods() + "_scores_with_graph", inputs);
        double[][] scalars = read.scalars(pass.members(), saved.get(0).toFloatArray());
        double[][] coefficients = pass.ask(rule, scalars);
        kernel.callWithGraph(
            scope,
            read.methods() + "_backward",
            pass.backwardInputs(scope, read.coefficients(pass.members(), coefficients), saved));
      }
    }
  }

  private List<int[]> passes(List<List<TokenSequence>> groups) {
    int logitRows =
        head instanceof Head.Tokens
            ? NetworkSource.LOGIT_BUDGET / config.vocabularySize()
            : 1 << 30;
    return MicroBatches.split(groups, options.microBatchTokens(), logitRows);
  }

  /** See {@link org.aihf.score.ScoreModel#step}. */
  double step(double learningRate) {
    if (optimizer == null) {
      throw new IllegalStateException("this model is frozen: it cannot take a step");
    }
    return optimizer.step(learningRate);
  }

  /** Writes weights and optimiser, bit for bit. */
  void saveState(Path directory) throws IOException {
    Files.createDirectories(directory);
    SafetensorsWriter.write(directory.resolve(WEIGHTS), parameters.tensors(), Dtype.F32);
    if (optimizer != null) {
      optimizer.save(directory.resolve(OPTIMIZER));
    }
  }

  /** Continues from {@link #saveState}. */
  void restoreState(Path directory) {
    try (Safetensors file = Safetensors.open(directory.resolve(WEIGHTS))) {
      for (String name : parameters.names()) {
        file.requireShape(name, parameters.shape(name).getShape());
      }
      for (String name : parameters.names()) {
        parameters.set(name, file, name);
      }
    }
    if (optimizer != null) {
      optimizer.restore(directory.resolve(OPTIMIZER));
    }
  }

  @Override
  public void close() {
    if (optimizer != null) {
      optimizer.close();
    }
    kernel.close();
    tables.close();
    parameters.close();
  }
}
