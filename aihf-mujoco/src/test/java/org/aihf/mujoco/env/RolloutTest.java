package org.aihf.mujoco.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aihf.UserError;
import org.aihf.mujoco.NeedsMujoco;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsMujoco
class RolloutTest {
  @TempDir Path directory;

  private List<JsonNode> run(String name, String... lines) throws IOException {
    Path actions = Files.write(directory.resolve("actions.jsonl"), List.of(lines));
    Path output = directory.resolve("steps.jsonl");
    try (Environment environment = Environments.make(name)) {
      assertThat(Rollout.run(environment, 3, actions, output)).isEqualTo(lines.length);
    }
    ObjectMapper json = new ObjectMapper();
    return Files.readAllLines(output).stream()
        .map(
            line -> {
              try {
                return json.readTree(line);
              } catch (IOException e) {
                throw new AssertionError(line, e);
              }
            })
        .toList();
  }

  @Test
  void everyActionGetsItsLine() throws IOException {
    List<JsonNode> steps =
        run(
            "Hopper-v5",
            "{\"action\":[0.5,-0.5,0.1]}",
            "{\"action\":[0,0,0],\"qpos\":[0,0.5,0,0,0,0],\"qvel\":[0,0,0,0,0,0]}");
    try (Environment environment = Environments.make("Hopper-v5")) {
      environment.reset(3);
      Step expected = environment.step(new double[] {0.5, -0.5, 0.1});
      assertThat(Fixture.array(steps.get(0).get("observation"))).isEqualTo(expected.observation());
      assertThat(steps.get(0).get("reward").doubleValue()).isEqualTo(expected.reward());
      assertThat(steps.get(0).get("info").get("x_velocity").doubleValue())
          .isEqualTo(expected.info().get("x_velocity"));
    }
    assertThat(steps.get(0).get("terminated").booleanValue()).isFalse();
    assertThat(steps.get(1).get("terminated").booleanValue()).isTrue();
    assertThat(steps.get(1).get("truncated").booleanValue()).isFalse();
  }

  @Test
  void aLineThatSaysWhereToActFromIsNotHauntedByADivergenceBefore() throws IOException {
    String unstable = "\"qpos\":[0,1.25,0,0,0,0],\"qvel\":[1e12,1e12,1e12,0,0,0]}";
    String standing = "\"qpos\":[0,1.25,0,0,0,0],\"qvel\":[0,0,0,0,0,0]}";
    List<JsonNode> steps =
        run("Hopper-v5", "{\"action\":[0,0,0]," + unstable, "{\"action\":[0,0,0]," + standing);
    assertThat(steps.get(0).get("info").has("diverged")).isTrue();
    assertThat(steps.get(1).get("info").has("diverged")).isFalse();
    assertThat(steps.get(1).get("terminated").booleanValue()).isFalse();
  }

  @Test
  void mistakesNameFileLineAndField() {
    assertThatThrownBy(() -> run("Hopper-v5", "{\"action\":[0,0,0]}", "{\"action\":[1,2]}"))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("actions.jsonl line 2: an action here has 3 numbers, not 2");
    assertThatThrownBy(() -> run("Hopper-v5", "{\"action\":[1e300,0,0]}"))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith(
            "line 1: the reward of this action is -Infinity; make the action smaller");
    assertThatThrownBy(() -> run("Hopper-v5", "{\"action\":[NaN,0,0]}"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "line 1: not valid JSON at column 15: Non-standard token 'NaN', numbers must be finite;");
    assertThatThrownBy(() -> run("Hopper-v5", "{\"act\":[0,0,0]}"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("line 1: field 'action' is missing");
    assertThatThrownBy(() -> run("Hopper-v5", "{\"action\":[0,\"x\",0]}"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("line 1: field 'action[1]' must be a finite number, not the text");
    assertThatThrownBy(() -> run("Hopper-v5", "{\"action\":[0,0,0],\"qpos\":[1]}"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("line 1: 'qpos' and 'qvel' come together");
    assertThatThrownBy(() -> run("Pendulum-v1", "{\"action\":[0],\"qpos\":[1],\"qvel\":[1]}"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("line 1: only MuJoCo environments take 'qpos' and 'qvel'");
    assertThat(directory.resolve("steps.jsonl")).doesNotExist();
  }
}
