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
        .hasMessageContaining("cpu");
  }

  @Test
  void fiftyOptimiserStepsLeaveTheNumberOfArraysUnchanged() {
    try (TorchRuntime runtime = TestDevice.open()) {
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
    try (TorchRuntime runtime = TestDevice.open();
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
  void aSignalWaitsForTheRunningKernel() throws Exception {
    Ending ending = endBySignal("");
    assertThat(ending.secondsAfterSignal()).isGreaterThan(BusyMain.SECONDS / 2);
  }

  @Test
  @Tag("slow")
  void aLastActionOnASignalStillUsesKernels() throws Exception {
    assertThat(endBySignal(BusyMain.ACTION).output()).contains("last kernel took");
  }

  private record Ending(String output, double secondsAfterSignal) {}

  private Ending endBySignal(String argument) throws Exception {
    assumeTrue(File.separatorChar == '/');
    Process child = child(System.getProperty("java.class.path"), "BUSY", argument);
    StringBuilder output = new StringBuilder();
    long signalled = 0;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.append(line).append('\n');
        if (line.equals("running")) {
          Thread.sleep(100);
          child.toHandle().destroy();
          signalled = System.nanoTime();
        }
      }
    }
    assertThat(child.waitFor()).as(output.toString()).isEqualTo(128 + 15);
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).as("no crash report").isEmpty();
    }
    return new Ending(output.toString(), (System.nanoTime() - signalled) / 1e9);
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

  /** Multiplies matrices, in one kernel for {@link #SECONDS}, then in short ones for ever. */
  static final class BusyMain {
    static final double SECONDS = 3;
    static final String ACTION = "action";
    private static final String SOURCE =
        """
          def busy(self, x: Tensor, count: Tensor) -> Tensor:
            y = x
            for i in range(int(count.item())):
              y = torch.tanh(y @ x)
            return y.sum()
        """;

    private final TorchRuntime runtime;
    private final Kernel kernel;
    private final NDArray x;

    private BusyMain(TorchRuntime runtime, Kernel kernel) {
      this.runtime = runtime;
      this.kernel = kernel;
      this.x = runtime.manager().ones(new Shape(128, 128)).mul(0.001f);
    }

    private double busy(long count) {
      long start = System.nanoTime();
      try (NDManager scope = runtime.newScope()) {
        kernel.call(scope, "busy", new NDList(x, scope.create(count))).get(0).getFloat();
      }
      return (System.nanoTime() - start) / 1e9;
    }

    private void forEver() {
      busy(100);
      long perSecond = (long) (1000 / busy(1000));
      System.out.println("running");
      busy((long) (SECONDS * perSecond));
      while (true) {
        busy(100);
      }
    }

    public static void main(String[] arguments) {
      try (TorchRuntime runtime = TestDevice.open();
          Kernel kernel = Kernel.load(runtime, "busy", SOURCE, List.of())) {
        BusyMain main = new BusyMain(runtime, kernel);
        if (ACTION.equals(System.getenv("BUSY"))) {
          TorchRuntime.beforeShutdown(
              () -> System.out.println("last kernel took " + main.busy(1) + " s"));
        }
        main.forEver();
      } catch (UserError e) {
        System.out.println(e.getMessage());
        System.exit(2);
      }
    }
  }
}
