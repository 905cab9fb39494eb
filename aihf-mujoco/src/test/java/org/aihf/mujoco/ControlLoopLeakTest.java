package org.aihf.mujoco;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aihf.Aihf;
import org.aihf.AihfConfig;
import org.aihf.AihfListener;
import org.aihf.Metrics;
import org.aihf.data.Preference;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Environments;
import org.aihf.mujoco.env.TimeLimit;
import org.aihf.mujoco.reward.RewardNetwork;
import org.aihf.mujoco.reward.RewardNetworkConfig;
import org.aihf.mujoco.sac.PolicyEvaluation;
import org.aihf.mujoco.sac.PolicyRollout;
import org.aihf.mujoco.sac.Sac;
import org.aihf.mujoco.sac.SacConfig;
import org.aihf.mujoco.sac.SacPolicy;
import org.aihf.objective.JointObjective;
import org.aihf.random.RandomStream;
import org.aihf.torch.LearningRateSchedule;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * 10⁵ steps of Algorithm 1 in control, each with an update of SAC on the learned reward, leave
 * native arrays, simulations and resident memory as they were.
 */
@ExtendWith(MujocoPresence.class)
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class ControlLoopLeakTest {
  private static final int STEPS = 500;
  private static final int WARM_UP = 20;
  private static final int ITERATIONS = WARM_UP + 200;

  /** The heap is touched at the start, so what grows is native: here 84 bytes a step. */
  private static final long TOLERATED_KILOBYTES = 8192;

  private static final Pattern LINE =
      Pattern.compile("arrays (\\d+) models (\\d+) data (\\d+) resident (\\d+)");

  @Test
  void aHundredThousandStepsLeaveNothingBehind() throws IOException, InterruptedException {
    ChildJvm.Result result =
        ChildJvm.run(
            Loop.class,
            List.of(
                "-D" + LibraryLocator.PROPERTY + "=" + MujocoLibrary.get().path(),
                "-Dai.djl.offline=true",
                "-Xms96m",
                "-Xmx96m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC"));
    assertThat(result.exitCode()).as(result.output()).isZero();
    List<long[]> lines = new ArrayList<>();
    for (Matcher line = LINE.matcher(result.output()); line.find(); ) {
      lines.add(
          new long[] {
            Long.parseLong(line.group(1)),
            Long.parseLong(line.group(2)),
            Long.parseLong(line.group(3)),
            Long.parseLong(line.group(4))
          });
    }
    assertThat(lines).as(result.output()).hasSize(3);
    long[] before = lines.get(0);
    long[] after = lines.get(1);
    long[] closed = lines.get(2);
    for (int what = 0; what < 3; what++) {
      assertThat(before[what]).as(result.output()).isPositive();
      assertThat(after[what]).as(result.output()).isEqualTo(before[what]);
    }
    assertThat(after[3] - before[3]).as(result.output()).isLessThan(TOLERATED_KILOBYTES);
    assertThat(closed[1] + closed[2]).as(result.output()).isZero();
  }

  /** Prints what is alive after the warm-up, after 10⁵ more steps, and when all is closed. */
  static final class Loop {
    private Loop() {}

    public static void main(String[] arguments) throws IOException {
      try (TorchRuntime runtime = TestDevice.open()) {
        align(runtime);
        print(runtime.liveArrays());
      }
    }

    private static void align(TorchRuntime runtime) {
      RandomStream random = RandomStream.of(1);
      SacConfig config =
          SacConfig.DEFAULTS
              .withHiddenSize(8)
              .withBatchSize(16)
              .withBufferSize(5_000)
              .withLearningStarts(100);
      Sac sac = new Sac(runtime, environment(), config, random.split("policy"));
      try (SacPolicy policy =
              new SacPolicy(sac, Loop::environment, 2, random.split("own samples"));
          PolicyRollout judged = new PolicyRollout(Loop::environment, 4);
          RewardNetwork reward =
              new RewardNetwork(
                  runtime,
                  RewardNetworkConfig.of(
                          sac.learner().observationSize(), sac.learner().actionSize())
                      .withHiddenSizes(8),
                  random.split("reward"),
                  LearningRateSchedule.constant(1e-3))) {
        List<Trajectory> data = judged.stochastic(sac.learner(), random.split("data"));
        Aihf.builder(policy, reward)
            .config(new AihfConfig(ITERATIONS, STEPS, 2, JointObjective.logistic(1), 2, 2, 1))
            .demonstrations(data)
            .preferences(
                List.of(
                    Preference.of(data.get(0), data.get(1)),
                    Preference.of(data.get(2), data.get(3))))
            .listener(new BetweenIterations(runtime, sac, reward, judged))
            .build()
            .run();
      }
    }

    private static Environment environment() {
      return new TimeLimit(Environments.make("Hopper-v5"), 100);
    }

    static void print(int arrays) throws IOException {
      System.out.printf(
          "arrays %d models %d data %d resident %d%n",
          arrays, MujocoModel.live(), MujocoData.live(), LeakTest.residentBytes() / 1024);
    }
  }

  /** Calibrates and evaluates, as a run does, in environments that are opened and closed. */
  private record BetweenIterations(
      TorchRuntime runtime, Sac sac, RewardNetwork reward, PolicyRollout judged)
      implements AihfListener {
    @Override
    public boolean onIteration(int iteration, Metrics metrics) {
      RandomStream random = RandomStream.of(iteration);
      reward.calibrate(TransitionBatch.of(judged.stochastic(sac.learner(), random)));
      PolicyEvaluation.deterministic(sac.learner(), Loop::environment, 1, random);
      if (iteration + 1 == WARM_UP || iteration + 1 == ITERATIONS) {
        try {
          Loop.print(runtime.liveArrays());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return true;
    }
  }
}
