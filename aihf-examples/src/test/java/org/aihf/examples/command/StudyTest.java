package org.aihf.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.aihf.run.RunOnDisk;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study on the pendulum, from no data to its report. */
@Tag("slow")
class StudyTest {
  private static final String EXPERT =
      """
      method: sac
      environment: Pendulum-v1
      sac: {hidden_size: 8, learning_starts: 50, batch_size: 16}
      loop: {iterations: 3, policy_steps: 200, export_every: 1}
      evaluation: {episodes: 1}
      """;

  private static final String STUDY =
      """
      environment: Pendulum-v1
      method: aihf
      data: {directory: %1$s/data}
      sac: {hidden_size: 8, learning_starts: 50, batch_size: 16}
      reward: {hidden_size: 8, preference_batch: 4, demonstration_batch: 4}
      loop: {iterations: 2, policy_steps: 100, reward_steps: 1, sampled_episodes: 1}
      evaluation: {episodes: 1}
      study:
        seeds: [1, 2]
        members:
          - {name: AIHF}
          - {name: Constant reward, set: [method=constant-reward]}
        data:
          - train %1$s/expert.yaml --output %1$s/expert --resume
          - mujoco collect --env Pendulum-v1 --checkpoints %1$s/expert --transitions 200
            --preferences 400 --demonstrations 200 --pairs 20 --output {data}
        quick:
          set: [loop.iterations=1]
      """;

  @TempDir Path directory;

  @Test
  void aStudyMakesItsDataTrainsEveryMemberWithEverySeedAndKeepsWhatIsFinished() throws IOException {
    Path runs = directory.resolve("runs");
    CommandLineRun first = study("--output", runs.toString(), "--quick");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out()).contains("| AIHF | -", "| Constant reward | -", "report.html");
    assertThat(directory.resolve("data/manifest.json")).isNotEmptyFile();
    List<String> names =
        List.of("aihf-seed-1", "aihf-seed-2", "constant-reward-seed-1", "constant-reward-seed-2");
    for (String name : names) {
      assertThat(new RunOnDisk(runs.resolve(name)).status()).isEqualTo("finished");
      assertThat(new RunOnDisk(runs.resolve(name)).config().orElseThrow())
          .isEqualTo(Files.readString(runs.resolve(name + ".yaml")))
          .contains("seed: " + name.substring(name.length() - 1), "iterations: 1");
    }
    assertThat(runs.resolve("report.html")).content().contains("AIHF", "Constant reward");
    assertThat(runs.resolve("report.csv"))
        .content()
        .contains("environment,group,method,seed,step,", "\nPendulum-v1,AIHF,aihf,2,100,");

    assertThat(study("--output", runs.toString()).err()).contains("go on with --resume");
    String metrics = Files.readString(runs.resolve("aihf-seed-2/metrics.jsonl"));
    CommandLineRun again = study("--output", runs.toString(), "--quick", "--resume");
    assertThat(again.out()).isEqualTo(first.out());
    assertThat(runs.resolve("aihf-seed-2/metrics.jsonl")).hasContent(metrics);

    // The finished runs belong to other recipes: the children refuse, one sentence says so.
    CommandLineRun changed = study("--output", runs.toString(), "--resume", "--only", "AIHF");
    assertThat(changed.code()).isEqualTo(2);
    assertThat(changed.err())
        .contains("2 of 2 runs failed", "'loop.iterations' was '1' and is now '2'", ".log");
  }

  @Test
  void mistakesAreFoundBeforeAnythingRuns() throws IOException {
    for (List<String> options :
        List.of(
            List.of("--set", "study.members=[{name: A}, {name: a}]"),
            List.of("--set", "study.seeds=[]"),
            List.of("--set", "seed=3"),
            List.of("--set", "study.members=[{name: A, set: [method=nothing]}]"),
            List.of("--only", "X"),
            List.of("--jobs", "-1"))) {
      CommandLineRun run = study(options.toArray(String[]::new));
      assertThat(run.code()).as(options.toString()).isEqualTo(2);
      assertThat(run.err()).startsWith("aihf: ").hasLineCount(1);
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("expert.yaml", "study.yaml");
    }
  }

  private CommandLineRun study(String... options) throws IOException {
    Files.writeString(directory.resolve("expert.yaml"), EXPERT);
    Path recipe = Files.writeString(directory.resolve("study.yaml"), STUDY.formatted(directory));
    return CommandLineRun.of(
        Stream.concat(Stream.of("train", recipe.toString()), Stream.of(options)).toArray());
  }
}
