package org.aihf.mujoco;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Environments;
import org.aihf.mujoco.env.Fixture;
import org.aihf.mujoco.env.MujocoEnvironment;
import org.aihf.mujoco.env.Step;

/**
 * Compares this process's MuJoCo with numbers from elsewhere and prints, a line each, the largest
 * deviation: {@code NAME TOLERANCE DEVIATION}. A program of its own, because a JVM binds one
 * library: {@code ReferenceNumbersTest} starts it for each that is installed.
 */
final class ReferenceNumbers {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, double[]> found = new LinkedHashMap<>();

  public static void main(String[] arguments) {
    ReferenceNumbers numbers = new ReferenceNumbers();
    numbers.golden(Fixture.read("golden.json"));
    numbers.gymnasium(Fixture.read("gymnasium.json"));
    System.out.println("version " + MujocoLibrary.get().version());
    numbers.found.forEach(
        (name, values) -> System.out.printf(Locale.ROOT, "%s %s %s%n", name, values[0], values[1]));
  }

  /** Rollouts under ctrl_i = 0.3 (((t + i) mod 3) - 1), measured with a C program on 2.2.2. */
  private void golden(JsonNode golden) {
    for (Iterator<Map.Entry<String, JsonNode>> each = golden.fields(); each.hasNext(); ) {
      Map.Entry<String, JsonNode> entry = each.next();
      String name = entry.getKey();
      JsonNode expected = entry.getValue();
      try (Environment environment = Environments.make(name, s -> s.withResetNoiseScale(0))) {
        MujocoEnvironment robot = (MujocoEnvironment) environment.unwrapped();
        expect(name + "/mass", 1e-7, new double[] {robot.totalMass()}, expected.get("mass"));
        environment.reset(0);
        double[] action = new double[environment.actionSpace().dimension()];
        double velocities = 0;
        for (int t = 0; t < 50; t++) {
          for (int i = 0; i < action.length; i++) {
            action[i] = 0.3 * ((t + i) % 3 - 1);
          }
          velocities += environment.step(action).info().get("x_velocity");
          JsonNode state = expected.get(Integer.toString(t + 1));
          if (state != null) {
            String at = name + "/golden" + (t + 1);
            JsonNode qpos = state.get("qpos"); // the first components, as far as they were printed
            expect(at + "/qpos", 1e-9, Arrays.copyOf(robot.positions(), qpos.size()), qpos);
            if (state.has("qvel")) {
              expect(at + "/qvel", 1e-9, robot.velocities(), state.get("qvel"));
            }
            expect(at + "/velocities", 1e-9, new double[] {velocities}, state.get("velocities"));
          }
        }
      }
    }
  }

  private void gymnasium(JsonNode fixture) {
    fixture
        .get("single")
        .fields()
        .forEachRemaining(
            e -> single(e.getKey() + "/single", Environments.make(e.getKey()), e.getValue()));
    fixture.get("settings").fields().forEachRemaining(e -> settings(e.getKey(), e.getValue()));
    fixture.get("free").fields().forEachRemaining(e -> free(e.getKey(), e.getValue()));
  }

  /** Under the arguments that the script gave to Gymnasium's constructors. */
  private void settings(String name, JsonNode steps) {
    double healthy = name.startsWith("HalfCheetah") ? 0 : 0.7;
    Environment environment =
        Environments.make(
            name,
            s ->
                s.withRewards(1.5, 0.3, healthy)
                    .withTerminateWhenUnhealthy(false)
                    .withExcludePosition(false));
    single(name + "/settings", environment, steps);
  }

  private void single(String name, Environment made, JsonNode steps) {
    try (Environment environment = made) {
      MujocoEnvironment robot = (MujocoEnvironment) environment.unwrapped();
      for (JsonNode expected : steps) {
        environment.reset(0); // also forgets the warm start, as the script did
        robot.setState(Fixture.array(expected.get("qpos")), Fixture.array(expected.get("qvel")));
        Step step = environment.step(Fixture.array(expected.get("action")));
        expect(name + "/observation", 1e-9, step.observation(), expected.get("observation"));
        expect(name + "/reward", 1e-9, new double[] {step.reward()}, expected.get("reward"));
        expect(
            name + "/terminated",
            0,
            new double[] {step.terminated() ? 1 : 0},
            JSON.valueToTree(expected.get("terminated").booleanValue() ? 1 : 0));
        expected
            .get("info")
            .fields()
            .forEachRemaining(
                info ->
                    expect(
                        name + "/info/" + info.getKey(),
                        1e-9,
                        new double[] {step.info().get(info.getKey())},
                        info.getValue()));
      }
    }
  }

  private void free(String name, JsonNode expected) {
    try (Environment environment = Environments.make(name, s -> s.withResetNoiseScale(0))) {
      environment.reset(0);
      JsonNode actions = expected.get("actions");
      for (int t = 0; t < actions.size(); t++) {
        Step step = environment.step(Fixture.array(actions.get(t)));
        expect(
            name + "/free/reward",
            1e-6,
            new double[] {step.reward()},
            expected.get("rewards").get(t));
        JsonNode observation = expected.get("observations").get(Integer.toString(t + 1));
        if (observation != null) {
          expect(name + "/free/observation", 1e-6, step.observation(), observation);
        }
      }
    }
  }

  private void expect(String name, double tolerance, double[] actual, JsonNode expected) {
    double[] wanted =
        expected.isArray() ? Fixture.array(expected) : new double[] {expected.doubleValue()};
    double[] entry = found.computeIfAbsent(name, n -> new double[] {tolerance, 0});
    if (wanted.length != actual.length) {
      entry[1] = Double.POSITIVE_INFINITY;
      return;
    }
    for (int i = 0; i < wanted.length; i++) {
      double difference = Math.abs(actual[i] - wanted[i]);
      entry[1] =
          Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(entry[1], difference);
    }
  }
}
