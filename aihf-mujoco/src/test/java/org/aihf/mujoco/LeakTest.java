package org.aihf.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NeedsMujoco.class)
class LeakTest {
  private static final long MEGABYTE = 1 << 20;

  private static final String FALLING =
      """
      <mujoco><worldbody><body><freejoint/><geom size="0.1" mass="1"/></body></worldbody></mujoco>
      """;

  /** Resident memory of this process, after the garbage collector had its say. */
  private static long residentBytes() throws IOException {
    System.gc();
    Path status = Path.of("/proc/self/status");
    assumeTrue(Files.exists(status), "needs Linux's /proc");
    return Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum()
        * 1024;
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

  @Test
  void modelsAndDataGiveTheirMemoryBack() throws IOException {
    makeAndClose(200);
    long before = residentBytes();
    makeAndClose(1000); // one mjData alone is over 40 kB: a leak would be 40 MB or more
    assertThat(residentBytes() - before).isLessThan(16 * MEGABYTE);
  }

  @Test
  void aHundredThousandStepsLeaveMemoryFlat() throws IOException {
    try (Environment environment = Environments.make("HalfCheetah-v5")) {
      rollout(environment, 5_000);
      long before = residentBytes();
      rollout(environment, 100_000);
      assertThat(residentBytes() - before).isLessThan(16 * MEGABYTE);
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
    for (int i = 0; i < 50; i++) {
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
