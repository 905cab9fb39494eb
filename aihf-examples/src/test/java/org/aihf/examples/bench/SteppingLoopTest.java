package org.aihf.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.aihf.UserError;
import org.aihf.mujoco.MujocoLibrary;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Environments;
import org.aihf.mujoco.env.MujocoEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SteppingLoopTest {
  @BeforeEach
  void needsMujoco() {
    try {
      MujocoLibrary.get();
    } catch (UserError e) {
      assumeTrue(false, e.getMessage());
    }
  }

  @Test
  void theLoopsOfCAndJavaEndInTheSameState() throws Exception {
    Optional<CSteppingLoop> compiled = CSteppingLoop.compile();
    assumeTrue(compiled.isPresent(), "no C compiler");
    try (CSteppingLoop c = compiled.get();
        Environment environment = Environments.make("HalfCheetah-v5")) {
      MujocoEnvironment robot = (MujocoEnvironment) environment.unwrapped();
      for (int steps : new int[] {1, SteppingLoop.EPISODE + 30}) {
        assertThat(SteppingLoop.raw(robot, steps).check()).isEqualTo(c.run(robot, steps).check());
      }
    }
  }

  @Test
  void theLoopThroughTheEnvironmentGoesTheSameWay() {
    try (Environment environment =
        Environments.make("HalfCheetah-v5", settings -> settings.withResetNoiseScale(0))) {
      MujocoEnvironment robot = (MujocoEnvironment) environment.unwrapped();
      double expected = SteppingLoop.raw(robot, SteppingLoop.EPISODE).check();
      SteppingLoop.environment(environment, SteppingLoop.EPISODE);
      double sum = 0;
      for (double position : robot.positions()) {
        sum += position;
      }
      assertThat(sum).isEqualTo(expected);
    }
  }
}
