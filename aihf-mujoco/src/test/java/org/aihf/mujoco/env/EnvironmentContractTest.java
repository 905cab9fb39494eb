package org.aihf.mujoco.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.aihf.UserError;
import org.aihf.mujoco.NeedsMujoco;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsMujoco
class EnvironmentContractTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hopper-v4",
        "Hopper-v5",
        "HalfCheetah-v4",
        "HalfCheetah-v5",
        "Walker2d-v4",
        "Walker2d-v5",
        "Pendulum-v1"
      })
  void everyEnvironmentPassesTheChecker(String name) {
    try (Environment environment = Environments.make(name)) {
      assertThat(EnvironmentChecker.check(environment)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"Hopper-v5, 11, 3", "HalfCheetah-v5, 17, 6", "Walker2d-v5, 17, 6"})
  void spacesAreGymnasiums(String name, int observations, int actions) {
    try (Environment environment = Environments.make(name)) {
      assertThat(environment.observationSpace()).isEqualTo(Box.unbounded(observations));
      assertThat(environment.actionSpace()).isEqualTo(Box.of(actions, -1, 1));
    }
    try (Environment environment = Environments.make(name, s -> s.withExcludePosition(false))) {
      assertThat(environment.reset(0).observation()).hasSize(observations + 1);
    }
  }

  /**
   * Means and standard deviations of 3000 (HalfCheetah: 100) episodes of a C program with these
   * tables.
   */
  @ParameterizedTest
  @CsvSource({
    "Hopper-v4, 300, 18.46, 17.17, 3000",
    "Hopper-v5, 300, 17.46, 17.17, 3000",
    "Walker2d-v4, 300, 2.87, 6.2, 3000",
    "Walker2d-v5, 300, 1.79, 6.2, 3000",
    "HalfCheetah-v5, 12, -278.9, 75, 100"
  })
  void randomPolicyReturnsMatch(
      String name, int episodes, double mean, double deviation, int theirs) {
    RandomStream random = RandomStream.of(5);
    double total = 0;
    try (Environment environment = Environments.make(name)) {
      environment.reset(5);
      for (int episode = 0; episode < episodes; episode++) {
        environment.reset();
        Step step;
        do {
          step = environment.step(environment.actionSpace().sample(random));
          total += step.reward();
        } while (!step.done());
      }
    }
    double standardError = deviation * Math.sqrt(1.0 / episodes + 1.0 / theirs);
    assertThat(total / episodes).isCloseTo(mean, within(3 * standardError));
  }

  @Test
  void resetNoiseFollowsTheSeedAndItsScale() {
    try (Environment environment = Environments.make("Hopper-v5")) {
      double[] first = environment.reset(3).observation();
      double[] second = environment.reset().observation();
      assertThat(environment.reset(3).observation()).isEqualTo(first).isNotEqualTo(second);
      assertThat(first[0]).isCloseTo(1.25, within(0.005)).isNotEqualTo(1.25);
    }
    try (Environment environment = Environments.make("Hopper-v5", s -> s.withResetNoiseScale(0))) {
      double[] expected = new double[11];
      expected[0] = 1.25;
      assertThat(environment.reset(3).observation()).isEqualTo(expected);
    }
  }

  @Test
  void halfCheetahsVelocityNoiseIsGaussian() {
    try (Environment environment = Environments.make("HalfCheetah-v5")) {
      environment.reset(1);
      double squares = 0;
      double largest = 0;
      for (int i = 0; i < 500; i++) {
        double[] observation = environment.reset().observation();
        for (int j = 8; j < 17; j++) {
          squares += observation[j] * observation[j];
          largest = Math.max(largest, Math.abs(observation[j]));
        }
      }
      assertThat(Math.sqrt(squares / 4500)).isCloseTo(0.1, within(0.005));
      assertThat(largest).isGreaterThan(0.25);
    }
  }

  @Test
  void theFallingStepPaysTheHealthyRewardInVersion4Only() {
    double[] fallen = {0, 0.6, 0, 0, 0, 0};
    for (String name : List.of("Hopper-v4", "Hopper-v5")) {
      try (Environment environment = Environments.make(name)) {
        environment.reset(0);
        ((MujocoEnvironment) environment.unwrapped()).setState(fallen, new double[6]);
        Step step = environment.step(new double[3]);
        assertThat(step.terminated()).isTrue();
        assertThat(step.info().get("reward_survive")).isEqualTo(name.endsWith("4") ? 1 : 0);
      }
    }
  }

  @Test
  void anUnstableSimulationEndsTheEpisodeAtTheLastSoundObservation() {
    try (Environment environment = Environments.make("HalfCheetah-v5")) {
      environment.reset(0);
      MujocoEnvironment robot = (MujocoEnvironment) environment.unwrapped();
      double[] velocities = new double[9];
      Arrays.fill(velocities, 1e12);
      robot.setState(new double[9], velocities);
      Step step = environment.step(new double[6]);
      assertThat(step.terminated()).isTrue();
      assertThat(step.reward()).isZero();
      assertThat(step.info().get("diverged")).isEqualTo(1);
      environment.reset();
      assertThat(environment.step(new double[6]).terminated()).isFalse();
    }
  }

  @Test
  void timeLimitsTruncate() {
    try (Environment environment = Environments.make("HalfCheetah-v5")) {
      environment.reset(0);
      double[] action = new double[6];
      for (int t = 1; t <= 1001; t++) {
        Step step = environment.step(action);
        assertThat(step.terminated()).isFalse();
        assertThat(step.truncated()).as("step %d", t).isEqualTo(t >= 1000);
      }
    }
  }

  @Test
  void unknownNamesAreExplained() {
    assertThatThrownBy(() -> Environments.make("Ant-v5"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("there is no environment 'Ant-v5'; known are [HalfCheetah-v4,");
    assertThatThrownBy(() -> Environments.make("Hopper-v2"))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "environment 'Hopper-v2' is not offered; Hopper-v4 has its rewards and endings");
    assertThatThrownBy(() -> Environments.make("Pendulum-v1", s -> s.withResetNoiseScale(0)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("'Pendulum-v1' has no robot's settings");
  }
}
