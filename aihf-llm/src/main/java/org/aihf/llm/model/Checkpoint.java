package org.aihf.llm.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.aihf.run.AtomicFiles;
import org.aihf.torch.ParameterSet;
import org.aihf.torch.TorchRuntime;
import org.aihf.torch.safetensors.Dtype;
import org.aihf.torch.safetensors.Safetensors;
import org.aihf.torch.safetensors.SafetensorsWriter;
import org.aihf.torch.safetensors.TensorSource;

/** A model directory in Hugging Face layout. */
final class Checkpoint {
  private static final long SHARD_BYTES = 5_000_000_000L;

  private Checkpoint() {}

  /** Reads the given tensors, widened to fp32. */
  static ParameterSet read(
      TorchRuntime runtime, Path directory, List<Weight> weights, ModelOptions options) {
    ParameterSet parameters = empty(runtime, options);
    try (Safetensors file = Safetensors.open(directory)) {
      for (Weight weight : weights) {
        file.requireShape(stored(file, weight), weight.storedShape());
      }
      for (Weight weight : weights) {
        add(parameters, file, weight);
      }
      return parameters;
    } catch (RuntimeException e) {
      parameters.close();
      throw e;
    }
  }

  /** Its name in the file: base models are saved without the prefix that a head gives them. */
  private static String stored(Safetensors file, Weight weight) {
    String name = weight.name();
    String bare = name.substring(name.indexOf('.') + 1);
    return !file.contains(name) && file.contains(bare) ? bare : name;
  }

  private static void add(ParameterSet parameters, Safetensors file, Weight weight) {
    String stored = stored(file, weight);
    if (!weight.transposed()) {
      parameters.add(weight.name(), file, stored);
      return;
    }
    long[] shape = weight.storedShape();
    float[] values = Transposed.of(file.floats(stored), (int) shape[0], (int) shape[1]);
    parameters.add(weight.name(), weight.shape(), values);
  }

  /** A set without parameters that learns if the model does. */
  static ParameterSet empty(TorchRuntime runtime, ModelOptions options) {
    return options.trainable() ? ParameterSet.trainable(runtime) : ParameterSet.frozen(runtime);
  }

  /** Writes {@code config.json} and the weights; other files of the directory stay. */
  static void write(Path directory, Network network, OptionalInt padId, Dtype dtype)
      throws IOException {
    Files.createDirectories(directory);
    List<TensorSource> tensors =
        Network.weights(network.config(), network.head()).stream()
            .map(
                weight ->
                    weight.transposed()
                        ? Transposed.source(network.parameters(), weight)
                        : network.parameters().tensor(weight.name(), weight.name()))
            .toList();
    SafetensorsWriter.writeModel(directory, tensors, dtype, SHARD_BYTES);
    AtomicFiles.write(
        directory.resolve("config.json"),
        ConfigWriter.json(network.config(), network.head(), padId, dtype));
  }
}
