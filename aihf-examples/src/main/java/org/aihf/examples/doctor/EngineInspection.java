package org.aihf.examples.doctor;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.aihf.torch.TorchRuntime;

/** libtorch through DJL: loads, computes, and what it computes on. */
final class EngineInspection {
  private EngineInspection() {}

  static List<Finding> findings() {
    try (TorchRuntime runtime = TorchRuntime.cpu(Runtime.getRuntime().availableProcessors())) {
      List<Finding> findings = new ArrayList<>();
      Engine engine = Engine.getEngine("PyTorch");
      findings.add(Finding.ok("Engine", "PyTorch through DJL " + Engine.getDjlVersion()));
      findings.add(Finding.ok("libtorch", engine.getVersion() + ", " + speed(runtime)));
      findings.add(device(engine));
      findings.add(nativeCache());
      return findings;
    } catch (RuntimeException | LinkageError e) {
      return List.of(
          Finding.missing(
              "Engine",
              "libtorch does not load: " + rootMessage(e),
              "on another system than linux-x86_64 set -Dpytorch.classifier (see pom.xml); a full or"
                  + " read-only home also prevents it: point DJL_CACHE_DIR at a directory with 1 GB free"));
    }
  }

  /** Ten products of 1024 x 1024 matrices: slow figures explain slow runs. */
  private static String speed(TorchRuntime runtime) {
    try (NDManager scope = runtime.newScope()) {
      int n = 1024;
      NDArray a = scope.ones(new ai.djl.ndarray.types.Shape(n, n));
      a.matMul(a).close();
      long start = System.nanoTime();
      for (int i = 0; i < 10; i++) {
        a.matMul(a).close();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return String.format(
          Locale.ROOT, "%.0f GFLOP/s (fp32)", 10 * 2.0 * n * n * n / seconds / 1e9);
    }
  }

  private static Finding device(Engine engine) {
    int gpus = engine.getGpuCount();
    return gpus == 0
        ? Finding.ok("Device", "cpu (this build of libtorch sees no CUDA device)")
        : Finding.ok("Device", "cpu and " + gpus + " CUDA devices");
  }

  private static Finding nativeCache() {
    Path cache = Utils.getEngineCacheDir("pytorch");
    return Finding.ok("Native cache", "%s (%s)".formatted(cache, size(cache)));
  }

  private static String size(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      long bytes =
          files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
      return bytes / (1 << 20) + " MB";
    } catch (IOException e) {
      return "empty";
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse(root.toString());
  }
}
