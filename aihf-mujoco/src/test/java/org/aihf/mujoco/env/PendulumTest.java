package org.aihf.mujoco.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Needs no native library. */
class PendulumTest {
  @Test
  void stepsAsGymnasiumsDoes() {
    JsonNode steps = Fixture.read("gymnasium.json").get("pendulum");
    assertThat(steps).hasSize(20);
    for (JsonNode expected : steps) {
      Pendulum pendulum = new Pendulum();
      pendulum.reset(0);
      pendulum.setState(
          expected.get("state").get(0).doubleValue(), expected.get("state").get(1).doubleValue());
      Step step = pendulum.step(Fixture.array(expected.get("action")));
      double[] next = Fixture.array(expected.get("next"));
      assertThat(step.reward()).isCloseTo(expected.get("reward").doubleValue(), within(1e-9));
      assertThat(step.observation())
          .containsExactly(
              new double[] {Math.cos(next[0]), Math.sin(next[0]), next[1]}, within(1e-12));
    }
  }

  @Test
  void checkerFindsNothing() {
    assertThat(EnvironmentChecker.check(new Pendulum())).isEmpty();
  }

  @Test
  void checkerFindsWhatIsWrong() {
    Environment careless =
        new EnvironmentWrapper(new Pendulum()) {
          private final double[] shared = new double[4];
          private int calls;

          @Override
          public Step step(double[] action) {
            action[0] = Math.min(1, action[0]);
            Step step = inner().step(action);
            System.arraycopy(step.observation(), 0, shared, 0, 3);
            shared[3] = calls++;
            return new Step(shared, calls == 50 ? Double.NaN : 0, false, false, Info.empty());
          }
        };
    List<String> problems = EnvironmentChecker.check(careless);
    assertThat(problems)
        .anyMatch(p -> p.contains("observed 4 numbers; the observation space has 3"))
        .anyMatch(p -> p.contains("changed the action array"))
        .anyMatch(p -> p.contains("changed an observation array handed out before"))
        .anyMatch(p -> p.contains("gave the reward NaN"))
        .anyMatch(p -> p.contains("same seed and actions differ"));
  }
}
