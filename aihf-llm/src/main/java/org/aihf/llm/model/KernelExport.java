package org.aihf.llm.model;

import ai.djl.Device;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.aihf.run.AtomicFiles;
import org.aihf.torch.Kernel;
import org.aihf.torch.Precision;
import org.aihf.torch.safetensors.Dtype;

/**
 * A language model's kernel for {@code torch.jit.load} in Python, without weights: on a machine
 * with a GPU but no JVM, {@code kernel_parity.py} checks and times it there.
 */
public final class KernelExport {
  private KernelExport() {}

  /**
   * Writes {@code kernel.pt} (matrices by libtorch's own library, as on CUDA), {@code kernel.json}
   * (what to bind, in order) and {@code config.json}.
   *
   * @throws IllegalArgumentException for an encoder
   */
  public static void write(LmConfig config, Path directory) throws IOException {
    if (config.looksBothWays()) {
      throw new IllegalArgumentException("an encoder generates nothing: " + config);
    }
    Files.createDirectories(directory);
    Architecture architecture = Architecture.of(config);
    Head head = new Head.Tokens();
    Kernel.writeArchive(
        directory.resolve("kernel.pt"),
        NetworkSource.of(
            config, architecture, head, MatrixLibrary.of(Device.gpu(), Precision.FP32)),
        NetworkSource.ATTRIBUTES);
    AtomicFiles.write(directory.resolve("kernel.json"), json(config, architecture, head));
    AtomicFiles.write(
        directory.resolve("config.json"),
        ConfigWriter.json(config, head, OptionalInt.empty(), Dtype.F32));
  }

  private static String json(LmConfig config, Architecture architecture, Head head) {
    List<Weight> order = new ArrayList<>(architecture.backbone());
    order.addAll(head.weights(config, architecture));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("vocabulary", config.vocabularySize());
    json.put("layers", config.layers());
    json.put("key_value_heads", architecture.keyValueHeads());
    json.put("head_size", config.headSize());
    json.put("positions", config.maxPositions());
    json.put("rotary_size", architecture.rotarySize());
    json.put("rotary_base", architecture.rotaryBase());
    json.put("deviation", config.initializerRange());
    json.put("weights", order.stream().map(KernelExport::entry).toList());
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new AssertionError("numbers and texts are JSON", e);
    }
  }

  private static Map<String, Object> entry(Weight weight) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", weight.name());
    entry.put("shape", weight.shape().getShape());
    entry.put("initial", weight.initial().name().toLowerCase(Locale.ROOT));
    entry.put("transposed", weight.transposed());
    return entry;
  }
}
