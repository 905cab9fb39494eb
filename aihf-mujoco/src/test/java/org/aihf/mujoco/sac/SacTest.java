package org.aihf.mujoco.sac;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Environments;
import org.aihf.mujoco.env.Pendulum;
import org.aihf.mujoco.env.TimeLimit;
import org.aihf.mujoco.reward.StepReward;
import org.aihf.random.RandomStream;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SacTest {
  private static final SacConfig SMALL =
      SacConfig.DEFAULTS
          .withHiddenSize(16)
          .withLearningRate(3e-3)
          .withBatchSize(32)
          .withLearningStarts(50);

  private static TorchRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = TestDevice.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  private static Sac sac(SacConfig config, long seed) {
    return new Sac(runtime, Environments.make("Pendulum-v1"), config, RandomStream.of(seed));
  }

  /** A random policy has about -1200; -150 is as good as it gets. */
  @Test
  @Tag("slow")
  void learnsToSwingAPendulumUp() {
    SacConfig config =
        SacConfig.DEFAULTS.withHiddenSize(64).withLearningRate(1e-3).withLearningStarts(500);
    try (Sac sac = sac(config, 1)) {
      PolicyEvaluation before = evaluate(sac);
      sac.learn(5_000, StepReward.environment(), step -> true);
      PolicyEvaluation after = evaluate(sac);
      assertThat(before.mean()).isLessThan(-700);
      assertThat(after.mean()).isGreaterThan(-250);
    }
  }

  private static PolicyEvaluation evaluate(Sac sac) {
    return PolicyEvaluation.deterministic(
        sac.learner(), () -> Environments.make("Pendulum-v1"), 10, RandomStream.of(5));
  }

  @Test
  void theSameSeedIsTheSameRunAndAnotherIsNot() {
    try (Sac one = sac(SMALL, 1);
        Sac same = sac(SMALL, 1);
        Sac other = sac(SMALL, 2)) {
      for (Sac sac : new Sac[] {one, same, other}) {
        sac.learn(120, StepReward.environment(), step -> true);
      }
      assertThat(weights(same)).containsExactly(weights(one));
      assertThat(weights(other)).isNotEqualTo(weights(one));
    }
  }

  @Test
  void aRunThatWasStoppedInAnEpisodeGoesOnBitForBit(@TempDir Path directory) throws Exception {
    try (Sac one = sac(SMALL, 1);
        Sac two = sac(SMALL, 99)) {
      one.learn(130, StepReward.environment(), step -> true);
      one.save(directory);
      two.restore(directory);
      one.learn(150, StepReward.environment(), step -> true);
      two.learn(150, StepReward.environment(), step -> true);
      assertThat(two.steps()).isEqualTo(280);
      assertThat(weights(two)).containsExactly(weights(one));
      assertThat(two.replay().contents().observations())
          .containsExactly(one.replay().contents().observations());
    }
  }

  @Test
  void aTimeLimitIsNoTermination() {
    Environment environment = new TimeLimit(new Pendulum(), 10);
    try (Sac sac = new Sac(runtime, environment, SMALL, RandomStream.of(1))) {
      int[] episodes = {0};
      sac.learn(
          40,
          StepReward.environment(),
          step -> {
            episodes[0] += step.episode() == null ? 0 : 1;
            return true;
          });
      TransitionBatch seen = sac.replay().contents();
      assertThat(episodes[0]).isEqualTo(4);
      assertThat(seen.terminated()).containsOnly(0);
      // The last step of an episode leads to its own last observation, not to the next start.
      assertThat(row(seen.nextObservations(), 9)).isNotEqualTo(row(seen.observations(), 10));
      assertThat(row(seen.nextObservations(), 8)).containsExactly(row(seen.observations(), 9));
    }
  }

  @Test
  void theListenerStopsARun() {
    try (Sac sac = sac(SMALL, 1)) {
      sac.learn(100, StepReward.environment(), step -> step.step() < 7);
      assertThat(sac.steps()).isEqualTo(7);
    }
  }

  @Test
  void actionsAreStretchedToTheEnvironmentsBounds() {
    try (Sac sac = sac(SMALL, 1)) {
      sac.learn(20, StepReward.environment(), step -> true);
      float[] actions = sac.replay().contents().actions();
      for (float action : actions) {
        assertThat(action).isBetween(-1f, 1f);
      }
      ActionScale scale = ActionScale.of(new Pendulum());
      assertThat(scale.toEnvironment(new float[] {0.25f}, 0)).containsExactly(0.5);
    }
  }

  @Test
  void warmingUpTheCriticsLeavesTheActor() {
    try (Sac sac = sac(SMALL.withLearningStarts(0), 1)) {
      float[] before = weights(sac);
      sac.warmUpCritics(60, StepReward.environment());
      assertThat(weights(sac)).containsExactly(before);
      assertThat(sac.steps()).isEqualTo(60);
    }
  }

  private static float[] weights(Sac sac) {
    return sac.learner().parameters().set("actor").values("w2");
  }

  private static float[] row(float[] values, int row) {
    return java.util.Arrays.copyOfRange(values, 3 * row, 3 * row + 3);
  }
}
