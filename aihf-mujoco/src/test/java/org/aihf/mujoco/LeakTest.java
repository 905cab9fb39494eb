package org.aihf.mujoco;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Environments;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsMujoco
class LeakTest {
  private static final String FALLING =
      """
      <mujoco><worldbody><body><freejoint/><geom size="0.1" mass="1"/></body></worldbody></mujoco>
      """;

  /**
   * Prints by how many bytes resident memory grew. A JVM of its own whose heap is all touched at
   * the start, so that what grows is native.
   */
  static final class Growth {
    public static void main(String[] arguments) throws IOException {
      if (arguments[0].equals("objects")) {
        makeAndClose(300);
        long before = residentBytes();
        makeAndClose(1500);
        System.out.println("grew " + (residentBytes() - before));
      } else {
        try (Environment environment = Environments.make("HalfCheetah-v5")) {
          rollout(environment, 10_000);
          long before = residentBytes();
          rollout(environment, 100_000);
          System.out.println("grew " + (residentBytes() - before));
        }
      }
    }

    private static void makeAndClose(int count) {
      for (int i = 0; i < count; i++) {
        try (MujocoModel model = MujocoModel.parse("falling", FALLING);
            MujocoData data = model.newData()) {
          data.step(1);
          data.save();
        }
      }
    }

    private static void rollout(Environment environment, int steps) {
      RandomStream random = RandomStream.of(1);
      environment.reset(1);
      for (int t = 0; t < steps; t++) {
        if (environment.step(environment.actionSpace().sample(random)).done()) {
          environment.reset();
        }
      }
    }
  }

  /** Of this process. */
  static long residentBytes() throws IOException {
    System.gc();
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum()
        * 1024;
  }

  /**
   * One mjModel with its mjData takes well over 40 kB: 1500 of them leaked would be 60 MB. A
   * starved compiler adds 13 late.
   */
  @ParameterizedTest
  @ValueSource(strings = {"objects", "steps"})
  @EnabledOnOs(OS.LINUX)
  void nativeMemoryStaysFlat(String what) throws IOException, InterruptedException {
    ChildJvm.Result result =
        ChildJvm.run(
            Growth.class,
            List.of(
                "-D" + LibraryLocator.PROPERTY + "=" + MujocoLibrary.get().path(),
                "-Xms64m",
                "-Xmx64m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC"),
            what);
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(Long.parseLong(result.output().replaceAll("(?s).*grew (-?\\d+).*", "$1")))
        .isLessThan(24L << 20);
  }

  @Test
  void oneModelServesManyThreads() throws Exception {
    try (MujocoModel model = MujocoModel.parse("falling", FALLING)) {
      ExecutorService pool = Executors.newFixedThreadPool(4);
      List<Future<double[]>> results = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        double speed = i % 2;
        results.add(pool.submit(() -> fall(model, speed)));
      }
      for (int i = 0; i < 16; i++) {
        assertThat(results.get(i).get()).isEqualTo(fall(model, i % 2));
      }
      pool.shutdown();
    }
  }

  private static double[] fall(MujocoModel model, double speed) {
    try (MujocoData data = model.newData()) {
      data.setState(new double[] {0, 0, 5, 1, 0, 0, 0}, new double[] {speed, 0, 0, 1, speed, 3});
      data.step(2000);
      return data.save();
    }
  }

  @Test
  void closingWhileAnotherThreadStepsIsSafe() throws Exception {
    for (int i = 0; i < 10; i++) {
      MujocoModel model = MujocoModel.parse("falling", FALLING);
      MujocoData data = model.newData();
      Thread stepping =
          new Thread(
              () -> {
                try {
                  while (true) {
                    data.step(5);
                  }
                } catch (IllegalStateException closed) {
                  // how it should end
                }
              });
      stepping.start();
      Thread.sleep(2);
      model.close();
      data.close();
      stepping.join(5_000);
      assertThat(stepping.isAlive()).isFalse();
    }
  }
}
