package org.aihf.mujoco.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aihf.mujoco.NeedsMujoco;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;

@NeedsMujoco
class VectorEnvironmentTest {
  private static final int COUNT = 5;

  private static double[][] actions(RandomStream random) {
    double[][] actions = new double[COUNT][];
    Arrays.setAll(actions, i -> Box.of(3, -1, 1).sample(random));
    return actions;
  }

  private static List<VectorStep> rollout(int threads) {
    List<VectorStep> steps = new ArrayList<>();
    RandomStream random = RandomStream.of(3);
    try (VectorEnvironment vector =
        VectorEnvironment.of(COUNT, threads, () -> Environments.make("Hopper-v5"))) {
      assertThat(vector.reset(7)).hasDimensions(COUNT, 11);
      for (int t = 0; t < 200; t++) {
        steps.add(vector.step(actions(random)));
      }
    }
    return steps;
  }

  @Test
  void threadsDoNotChangeAnyResult() {
    List<VectorStep> sequential = rollout(1);
    List<VectorStep> parallel = rollout(3);
    for (int t = 0; t < sequential.size(); t++) {
      assertThat(parallel.get(t)).usingRecursiveComparison().isEqualTo(sequential.get(t));
    }
  }

  @Test
  void anEndedEpisodeIsResetAndItsLastObservationKept() {
    int ends = 0;
    for (VectorStep step : rollout(2)) {
      for (int i = 0; i < COUNT; i++) {
        if (step.terminated()[i]) {
          ends++;
          assertThat(step.finalObservations()[i]).isNotNull();
          assertThat(Math.abs(step.observations()[i][0] - 1.25)).isLessThan(0.005);
          assertThat(step.infos()[i].has("reward_survive")).isTrue();
        } else {
          assertThat(step.finalObservations()[i]).isNull();
        }
      }
    }
    assertThat(ends).isGreaterThan(10);
  }

  @Test
  void environmentsDifferFromEachOther() {
    try (VectorEnvironment vector =
        VectorEnvironment.of(COUNT, 2, () -> Environments.make("Hopper-v5"))) {
      double[][] starts = vector.reset(7);
      assertThat(Arrays.stream(starts).map(Arrays::toString).distinct()).hasSize(COUNT);
    }
  }

  @Test
  void aFailureInAThreadReachesTheCaller() {
    try (VectorEnvironment vector =
        VectorEnvironment.of(COUNT, 3, () -> Environments.make("Hopper-v5"))) {
      vector.reset(0);
      double[][] bad = actions(RandomStream.of(0));
      bad[4] = new double[2];
      assertThatThrownBy(() -> vector.step(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("an action here has 3 numbers, not 2");
    }
  }

  @Test
  void anInterruptedCallerGetsItsStepAndLeavesNobodyStepping() {
    List<VectorStep> expected = rollout(1);
    RandomStream random = RandomStream.of(3);
    try (VectorEnvironment vector =
        VectorEnvironment.of(COUNT, 3, () -> Environments.make("Hopper-v5"))) {
      vector.reset(7);
      Thread.currentThread().interrupt();
      VectorStep step = vector.step(actions(random));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(step).usingRecursiveComparison().isEqualTo(expected.get(0));
    }
  }

  @Test
  void environmentsOfDifferentTasksAreNoVector() {
    List<Environment> mixed = List.of(new Pendulum(), Environments.make("Hopper-v5"));
    assertThatThrownBy(() -> new VectorEnvironment(mixed, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("environments of a vector must have the same spaces");
    mixed.forEach(Environment::close);
  }
}
