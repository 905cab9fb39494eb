package org.aihf.examples.mujoco;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aihf.examples.command.AihfCommand;
import org.aihf.mujoco.collect.CollectedFiles;
import org.aihf.mujoco.data.Actor;
import org.aihf.mujoco.data.EpisodeCollector;
import org.aihf.mujoco.data.PreferenceSet;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.data.TrajectoryFile;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Environments;
import org.aihf.mujoco.env.RescaleAction;
import org.aihf.mujoco.sac.SacConfig;
import org.aihf.mujoco.sac.SacLearner;
import org.aihf.random.RandomStream;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With checkpoints that are a pendulum's controller, more and more disturbed. */
class CollectCommandTest {
  /** Pumps energy until the rod is nearly upright, then balances. */
  private static final Actor CONTROLLER =
      Actor.of(
          o -> {
            double angle = Math.atan2(o[1], o[0]);
            double torque =
                Math.abs(angle) < 0.5
                    ? -12 * angle - 3 * o[2]
                    : Math.signum(o[2]) * (o[2] * o[2] / 2 + 15 * (o[0] - 1) < 0 ? 2 : -2);
            return new double[] {Math.max(-1, Math.min(1, torque / 2))};
          });

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> files = new ArrayList<>();

  @BeforeEach
  void rollOut() {
    double[] disturbances = {0.95, 0, 0.6};
    try (Environment pendulum = new RescaleAction(Environments.make("Pendulum-v1"), -1, 1)) {
      for (double epsilon : disturbances) {
        Actor actor = CONTROLLER.mixedWith(Actor.uniform(pendulum.actionSpace()), epsilon);
        Path file = directory.resolve("noise-" + epsilon + ".npz");
        TrajectoryFile.write(
            file, new EpisodeCollector(pendulum, actor, RandomStream.of(1)).episodes(8));
        files.add(file.toString());
      }
    }
  }

  private int collect(String... options) {
    List<String> arguments = new ArrayList<>(List.of("mujoco", "collect", "--env", "Pendulum-v1"));
    arguments.add("--trajectories");
    arguments.addAll(files);
    arguments.addAll(List.of(options));
    return run(arguments);
  }

  private int run(List<String> arguments, String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return AihfCommand.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private String output() {
    return directory.resolve("data").toString();
  }

  @Test
  void classesComeFromTrueReturnsAndTheManifestSaysWhatWasCounted() throws IOException {
    int code =
        collect(
            "--demonstrations",
            "1000",
            "--preferences",
            "2000",
            "--pairs",
            "300",
            "--fragment-length",
            "40",
            "--output",
            output());
    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("non-preferred", "Pendulum-v1", " ± ")
        .contains("1000 transitions of demonstrations in 5 episodes")
        .contains("2000 transitions of preferences, half of either class, in 10 episodes")
        .contains("compared in 300 pairs of fragments of 40 transitions");
    Path made = Path.of(output());
    List<Trajectory> demonstrations = CollectedFiles.demonstrations(made);
    PreferenceSet preferences = CollectedFiles.preferences(made);
    assertThat(demonstrations).hasSize(5).isSubsetOf(TrajectoryFile.read(Path.of(files.get(1))));
    assertThat(preferences.pairs()).hasSize(300);
    assertThat(preferences.trajectories().subList(0, 5))
        .isSubsetOf(TrajectoryFile.read(Path.of(files.get(0))));
    assertThat(preferences.agreement(1)).isBetween(0.5, 1.0);
    assertThat(Files.readString(made.resolve("manifest.json")))
        .contains("\"labels\" : \"class\"", "\"seed\" : 0", files.get(2));

    assertThat(collect("--output", output())).isEqualTo(2);
    assertThat(err.toString()).contains("holds collected data").contains("--overwrite");
    assertThat(
            collect(
                "--labels",
                "return",
                "--fragment-length",
                "0",
                "--demonstrations",
                "400",
                "--preferences",
                "1200",
                "--output",
                output(),
                "--overwrite"))
        .isZero();
    assertThat(CollectedFiles.preferences(made).pairs()).hasSize(9);
    assertThat(CollectedFiles.preferences(made).agreement(1)).isEqualTo(1);
  }

  @Test
  void recordedTorquesAreNotTakenForActions() throws IOException {
    Path torques = directory.resolve("torques.jsonl");
    Files.writeString(
        torques,
        "{\"observations\":[[1,0,0],[1,0,0]],\"actions\":[[1.5]],\"rewards\":[0],\"terminated\":false}\n");
    files.set(1, torques.toString());
    assertThat(collect("--output", output())).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            torques + ": the action at step 0 of episode 0 (from 0) has 1.5; actions must be in");
    assertThat(directory.resolve("data")).doesNotExist();
  }

  @Test
  void mistakesGetOneSentenceAndLeaveNothing() {
    String[][] cases = {
      {"--classes", "best", "--classes must be thirds, paper or three returns"},
      {"--classes", "paper", "Table 1 has Hopper, HalfCheetah and Walker2d, not Pendulum-v1"},
      {"--classes", "3,2,1", "returns of the classes must rise"},
      {"--noise", "1.5", "--noise must be in [0, 1], not 1.5"},
      {"--pairs", "0", "--pairs must be at least 1, not 0"},
      {"--temperature", "2", "--temperature needs --labels return; by class the medium side is"},
      {"--demonstrations", "5000", "the high class has 1600 transitions, fewer than the 5000"},
      {"--fragment-length", "201", "the longest has 200"},
    };
    for (String[] mistake : cases) {
      err.getBuffer().setLength(0);
      List<String> options =
          new ArrayList<>(List.of(mistake[0], mistake[1], "--preferences", "800"));
      if (!mistake[0].equals("--demonstrations")) {
        options.addAll(List.of("--demonstrations", "400"));
      }
      options.addAll(List.of("--output", output()));
      assertThat(collect(options.toArray(String[]::new))).as(mistake[2]).isEqualTo(2);
      assertThat(err.toString()).contains(mistake[2]);
      assertThat(err.toString().strip().lines()).hasSize(1);
      assertThat(directory.resolve("data")).doesNotExist();
    }
  }

  @Test
  void policiesOfSacAreRolledOutWithActionsAsTheyGiveThem() throws IOException {
    List<String> arguments = new ArrayList<>(List.of("mujoco", "collect", "--checkpoints"));
    Path expert = directory.resolve("expert");
    arguments.add(expert.toString());
    try (TorchRuntime runtime = TorchRuntime.cpu(1)) {
      for (int seed = 0; seed < 3; seed++) {
        SacConfig config = SacConfig.DEFAULTS.withHiddenSize(8);
        Path saved =
            Files.createDirectories(expert.resolve("checkpoints").resolve("policy-" + 50 * seed));
        try (SacLearner learner =
            new SacLearner(runtime, 3, 1, config, RandomStream.of(100 + seed))) {
          learner.save(saved);
        }
      }
    }
    Files.writeString(expert.resolve("manifest.json"), "{}");
    arguments.addAll(
        List.of(
            "--env",
            "Pendulum-v1",
            "--transitions",
            "1001",
            "--demonstrations",
            "1000",
            "--preferences",
            "1000",
            "--pairs",
            "50",
            "--horizon",
            "absorbing"));
    assertThat(run(arguments, "--output", output())).isZero();
    List<Trajectory> demonstrations = CollectedFiles.demonstrations(Path.of(output()));
    assertThat(demonstrations).hasSize(5);
    float largest = 0;
    for (Trajectory episode : demonstrations) {
      assertThat(episode.observationSize()).isEqualTo(4);
      for (float action : episode.actions()) {
        largest = Math.max(largest, Math.abs(action));
      }
    }
    assertThat(largest).isBetween(0.6f, 1f);
    assertThat(Files.readString(Path.of(output()).resolve("manifest.json")))
        .contains("\"transitions\" : 1200", "\"horizon\" : \"absorbing\"", "sac.safetensors");

    arguments.set(arguments.indexOf("Pendulum-v1"), "Pendulum-v0");
    assertThat(run(arguments, "--output", file("other"))).isEqualTo(2);
    assertThat(err.toString()).contains("there is no environment 'Pendulum-v0'");
  }

  @Test
  void aDirectoryOfSomethingElseIsNeverReplaced() throws IOException {
    Path mine = Files.createDirectory(directory.resolve("data"));
    Files.writeString(mine.resolve("thesis.txt"), "all of it");
    assertThat(collect("--output", output(), "--overwrite")).isEqualTo(2);
    assertThat(err.toString()).contains("holds no collected data");
    assertThat(mine.resolve("thesis.txt")).hasContent("all of it");
  }
}
