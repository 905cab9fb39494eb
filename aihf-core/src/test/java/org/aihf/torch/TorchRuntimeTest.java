package org.aihf.torch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aihf.UserError;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchRuntimeTest {
  @TempDir Path directory;

  @Test
  void refusesUnknownDevicesAndThreadsInOneSentence() {
    for (String device : List.of("gpu", "cuda:", "cuda:-1", "CPU", "cuda:0x")) {
      assertThatThrownBy(() -> TorchRuntime.open(device, 1).close())
          .isInstanceOf(UserError.class)
          .hasMessage("device '" + device + "' is unknown; it must be cpu, cuda or cuda:N");
    }
    assertThatThrownBy(() -> TorchRuntime.open("cpu", 0).close())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("threads is 0");
    assertThatThrownBy(() -> TorchRuntime.open("cuda:999", 1).close())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("device 'cuda:999': libtorch sees")
        .hasMessageContaining("use cpu");
  }

  @Test
  void fiftyOptimiserStepsLeaveTheNumberOfArraysUnchanged() {
    try (TorchRuntime runtime = TorchRuntime.cpu(1)) {
      int empty = runtime.liveArrays();
      try (ParameterSet parameters = ParameterSet.trainable(runtime);
          GradientFixture gradients = new GradientFixture(runtime, parameters)) {
        parameters.addZeros("w", new Shape(8, 8));
        parameters.addZeros("b", new Shape(8));
        try (AdamW optimizer = new AdamW(parameters, AdamWConfig.defaults())) {
          int before = 0;
          for (int step = 0; step < 51; step++) {
            gradients.push("b", 1, 2, 3, 4, 5, 6, 7, step);
            optimizer.step(1e-3);
            assertThat(parameters.gradient("w")).isEmpty();
            optimizer.save(directory.resolve("state"));
            before = step == 0 ? runtime.liveArrays() : before;
          }
          assertThat(runtime.liveArrays()).isEqualTo(before).isGreaterThan(empty);
        }
      }
      assertThat(runtime.liveArrays()).isLessThanOrEqualTo(empty + 3);
    }
  }

  @Test
  void countsArraysOfScopesBelowScopes() {
    try (TorchRuntime runtime = TorchRuntime.cpu(1);
        NDManager scope = runtime.newScope()) {
      int before = runtime.liveArrays();
      NDArray a = scope.newSubManager().newSubManager().create(1f);
      assertThat(runtime.liveArrays()).isEqualTo(before + 1);
      a.close();
      assertThat(runtime.liveArrays()).isEqualTo(before);
    }
  }

  @Test
  @Tag("slow")
  void aMissingLibtorchIsExplained() throws Exception {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("pytorch-native"))
            .collect(Collectors.joining(File.pathSeparator));
    Process child = child(classPath, "DJL_CACHE_DIR", directory.toString());
    String output = new String(child.getInputStream().readAllBytes(), UTF_8);
    assertThat(child.waitFor()).as(output).isEqualTo(2);
    assertThat(output)
        .contains("libtorch does not load on")
        .contains("add ai.djl.pytorch:pytorch-jni and ai.djl.pytorch:pytorch-native-cpu");
  }

  @Test
  @Tag("slow")
  void aSignalWaitsForTheRunningKernelAndLetsActionsUseIt() throws Exception {
    assumeTrue(File.separatorChar == '/');
    Process child = child(System.getProperty("java.class.path"), "UNUSED", "");
    StringBuilder output = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.append(line).append('\n');
        if (line.equals("running")) {
          child.toHandle().destroy();
        }
      }
    }
    assertThat(child.waitFor()).as(output.toString()).isEqualTo(128 + 15);
    assertThat(output).contains("last checkpoint 6.0");
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).as("no crash report").isEmpty();
    }
  }

  private Process child(String classPath, String variable, String value) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of("-cp", classPath, BusyMain.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(directory.toFile()).environment().put(variable, value);
    return builder.start();
  }

  /** Multiplies matrices for ever. */
  static final class BusyMain {
    private static final String SOURCE =
        """
          def busy(self, x: Tensor) -> Tensor:
            y = x
            for i in range(20):
              y = torch.tanh(y @ x)
            return y.sum()
          def total(self, x: Tensor) -> Tensor:
            return x.sum()
        """;

    public static void main(String[] arguments) {
      try (TorchRuntime runtime = TorchRuntime.cpu(1);
          Kernel kernel = Kernel.load(runtime, "busy", SOURCE, List.of())) {
        NDArray x = runtime.manager().ones(new Shape(512, 512));
        NDArray small = runtime.manager().create(new float[] {1, 2, 3});
        TorchRuntime.beforeShutdown(
            () -> {
              try (NDManager scope = runtime.newScope()) {
                float sum = kernel.call(scope, "total", new NDList(small)).get(0).getFloat();
                System.out.println("last checkpoint " + sum);
              }
            });
        for (long call = 0; ; call++) {
          try (NDManager scope = runtime.newScope()) {
            kernel.call(scope, "busy", new NDList(x));
          }
          if (call == 1) {
            System.out.println("running");
          }
        }
      } catch (UserError e) {
        System.out.println(e.getMessage());
        System.exit(2);
      }
    }
  }
}
