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
        file.requireShape(weight.name(), weight.shape().getShape());
      }
      for (Weight weight : weights) {
        parameters.add(weight.name(), file, weight.name());
      }
      return parameters;
    } catch (RuntimeException e) {
      parameters.close();
      throw e;
    }
  }

  /** A set without parameters that learns if the model does. */
  static ParameterSet empty(TorchRuntime runtime, ModelOptions options) {
    return options.trainable() ? ParameterSet.trainable(runtime) : ParameterSet.frozen(runtime);
  }

  /** Writes {@code config.json} and the weights; other files of the directory stay. */
  static void write(Path directory, Network network, OptionalInt padId) throws IOException {
    Files.createDirectories(directory);
    SafetensorsWriter.writeModel(directory, network.parameters().tensors(), Dtype.F32, SHARD_BYTES);
    AtomicFiles.write(
        directory.resolve("config.json"),
        ConfigWriter.json(network.config(), network.head(), padId));
  }
}
