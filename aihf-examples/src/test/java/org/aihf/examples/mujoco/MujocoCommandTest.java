package org.aihf.examples.mujoco;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.aihf.examples.command.AihfCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the environment that needs no native library; the others are tested where they are. */
class MujocoCommandTest {
  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return AihfCommand.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private String actions(String... lines) throws IOException {
    return Files.write(directory.resolve("actions.jsonl"), List.of(lines)).toString();
  }

  @Test
  void rolloutWritesAStepALine() throws IOException {
    String actions = actions("{\"action\":[0.5]}", "{\"action\":[-2]}");
    String output = file("steps.jsonl");
    int code =
        run(
            "mujoco",
            "rollout",
            "--env",
            "Pendulum-v1",
            "--seed",
            "4",
            "--actions",
            actions,
            "--output",
            output);
    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    assertThat(Files.readAllLines(Path.of(output)))
        .hasSize(2)
        .allMatch(
            line ->
                line.matches(
                    "\\{\"observation\":\\[.*\\],\"reward\":-.*,\"terminated\":false,\"truncated\":false,\"info\":\\{\\}\\}"));
  }

  @Test
  void renderDrawsAPictureOrAFilm() throws IOException {
    assertThat(
            run(
                "mujoco",
                "render",
                "--env",
                "Pendulum-v1",
                "--steps",
                "5",
                "--output",
                file("a.png")))
        .isZero();
    assertThat(ImageIO.read(directory.resolve("a.png").toFile()).getWidth()).isEqualTo(480);
    String actions = actions("{\"action\":[0.5]}", "{\"action\":[-2]}");
    assertThat(
            run(
                "mujoco",
                "render",
                "--env",
                "Pendulum-v1",
                "--actions",
                actions,
                "--width",
                "64",
                "--output",
                file("a.gif")))
        .isZero();
    assertThat(ImageIO.read(directory.resolve("a.gif").toFile()).getWidth()).isEqualTo(64);
  }

  @Test
  void aSavedPolicyIsPlayedByItsModeAndByDrawsFromTheSameStarts() throws IOException {
    String run = trained();
    String rows = file("rows.jsonl");
    assertThat(evaluate(run, "--episodes", "3", "--output", rows)).isZero();
    String first = out.toString();
    assertThat(first)
        .startsWith("Pendulum-v1, 3 episodes each")
        .containsPattern("mode +true return +-\\d+\\.\\d ± \\d+\\.\\d, 200 steps")
        .containsPattern("drawn +true return +-\\d+\\.\\d ± \\d+\\.\\d, 200 steps");
    assertThat(Files.readAllLines(Path.of(rows)))
        .hasSize(6)
        .allMatch(
            line ->
                line.matches(
                    "\\{\"actions\":\"(mode|drawn)\",\"length\":200,\"true_return\":-.*\\}"));

    out.getBuffer().setLength(0);
    String policy = Path.of(run, "checkpoints", "policy").toString();
    assertThat(evaluate(policy, "--episodes", "3", "--output", rows)).isZero();
    assertThat(out.toString()).as("seed 0 again").isEqualTo(first);
    out.getBuffer().setLength(0);
    assertThat(evaluate(policy, "--episodes", "3", "--seed", "1")).isZero();
    assertThat(out.toString()).isNotEqualTo(first);
  }

  @Test
  void aSavedPolicyCanBeDrawn() throws IOException {
    assertThat(
            run(
                "mujoco",
                "render",
                "--env",
                "Pendulum-v1",
                "--policy",
                trained(),
                "--steps",
                "5",
                "--output",
                file("a.gif")))
        .isZero();
    assertThat(directory.resolve("a.gif")).isNotEmptyFile();
  }

  @Test
  void whatIsNoPolicyForTheEnvironmentIsNamed() throws IOException {
    String run = trained();
    assertRefused(
        evaluate(file("none")), file("none") + " holds no policy: there is no sac.safetensors");
    assertRefused(evaluate(run, "--episodes", "0"), "--episodes must be at least 1, not 0");
    assertRefused(
        evaluate(run, "--horizon", "absorbing"),
        "checkpoints/policy: the policy takes observations of 3 numbers, the environment has 4");
    assertRefused(
        run(
            "mujoco",
            "render",
            "--env",
            "Pendulum-v1",
            "--policy",
            run,
            "--actions",
            actions("{\"action\":[0]}"),
            "--output",
            file("a.gif")),
        "options --actions and --policy exclude each other; give one of them");
  }

  private void assertRefused(int code, String sentence) {
    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains(sentence).hasLineCount(1);
    err.getBuffer().setLength(0);
  }

  private int evaluate(String policy, String... more) {
    return run(
        Stream.concat(
                Stream.of("mujoco", "evaluate", "--env", "Pendulum-v1", "--policy", policy),
                Stream.of(more))
            .toArray(String[]::new));
  }

  /** A run directory of a few steps. */
  private String trained() throws IOException {
    Path recipe =
        Files.writeString(
            directory.resolve("recipe.yaml"),
            """
            environment: Pendulum-v1
            sac: {hidden_size: 4, batch_size: 4, learning_starts: 5}
            loop: {iterations: 1, policy_steps: 10}
            evaluation: {episodes: 1}
            """);
    assertThat(run("train", recipe.toString(), "--output", file("run"))).isZero();
    out.getBuffer().setLength(0);
    return file("run");
  }

  @Test
  void mistakesGetOneSentenceAndExitCode2() throws IOException {
    String actions = actions("{\"action\":[0.5, 1]}");
    String[][] commands = {
      {"rollout", "--env", "Pendulum-v0", "--actions", actions, "--output", file("x")},
      {"rollout", "--env", "Pendulum-v1", "--actions", actions, "--output", file("x")},
      {
        "rollout",
        "--env",
        "Hopper-v5",
        "--reset-noise",
        "-1",
        "--actions",
        actions,
        "--output",
        file("x")
      },
      {"render", "--env", "Pendulum-v1", "--output", file("x.jpg")},
      {"render", "--env", "Pendulum-v1", "--width", "9", "--output", file("x.gif")},
      {
        "render",
        "--env",
        "Pendulum-v1",
        "--actions",
        actions,
        "--steps",
        "3",
        "--output",
        file("x.gif")
      },
      {"install", "1.50"},
    };
    String[] sentences = {
      "there is no environment 'Pendulum-v0'; known are",
      "actions.jsonl line 1: an action here has 1 numbers, not 2",
      "--reset-noise must be at least 0, not -1.0",
      "--output must end in .gif or .png, not",
      "--width must be 16 to 4096, not 9",
      "give either --actions or --steps: a file has as many steps as lines",
      "'1.50' is not a MuJoCo version; give three numbers",
    };
    for (int i = 0; i < commands.length; i++) {
      err.getBuffer().setLength(0);
      String[] command = new String[commands[i].length + 1];
      command[0] = "mujoco";
      System.arraycopy(commands[i], 0, command, 1, commands[i].length);
      assertThat(run(command)).as(sentences[i]).isEqualTo(2);
      assertThat(err.toString()).contains(sentences[i]);
      assertThat(err.toString().strip().lines()).hasSize(1);
    }
    assertThat(directory.resolve("x")).doesNotExist();
  }
}
