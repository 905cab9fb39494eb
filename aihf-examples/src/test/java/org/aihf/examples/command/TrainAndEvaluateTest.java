package org.aihf.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aihf.examples.docs.TinyTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands at work, not only at their mistakes. */
class TrainAndEvaluateTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;
  private TinyTask task;

  @BeforeEach
  void writeTask() throws IOException {
    task = TinyTask.write(directory.resolve("task"), 1);
  }

  @Test
  void trainLeavesARunThatResumeLeavesAlone() throws IOException {
    Path run = directory.resolve("run");
    CommandLineRun trained = train("sft", run);
    assertThat(trained.err()).isEmpty();
    assertThat(trained.code()).isZero();
    assertThat(trained.out()).contains("eval/kl", "eval/mean_length").endsWith(run + "\n");
    for (String file : List.of("config.yaml", "metrics.jsonl", "evaluation.jsonl", "report.html")) {
      assertThat(run.resolve(file)).isNotEmptyFile();
    }
    assertThat(run.resolve("checkpoints/policy/model.safetensors")).isNotEmptyFile();
    assertThat(run.resolve("state")).doesNotExist();
    JsonNode manifest = JSON.readTree(run.resolve("manifest.json").toFile());
    assertThat(manifest.path("status").asText()).isEqualTo("finished");
    assertThat(manifest.path("device").asText()).isEqualTo("cpu");
    assertThat(manifest.path("threads").asInt()).isEqualTo(1);

    assertThat(train("sft", run).err())
        .isEqualTo(
            "aihf: %s already holds a run; choose another directory with --output, continue it with --resume or replace it with --overwrite"
                .formatted(run));
    String metrics = Files.readString(run.resolve("metrics.jsonl"));
    CommandLineRun again = train("sft", run, "--resume");
    assertThat(again.code()).isZero();
    assertThat(run.resolve("metrics.jsonl")).hasContent(metrics);
    assertThat(train("sft", run, "--resume", "--overwrite").err())
        .isEqualTo("aihf: options --overwrite and --resume exclude each other; give one of them");
    assertThat(train("sft", run, "--resume", "--set", "direct.steps=9").err())
        .isEqualTo(
            "aihf: cannot resume %s: 'direct.steps' was '2' and is now '9'; set it back or begin anew with --overwrite"
                .formatted(run));
    assertThat(train("sft", run, "--overwrite").code()).isZero();
  }

  /** The end of a run answers every prompt; the evaluation that would be due then is not done. */
  @Test
  void theLastEvaluationIsDoneOnce() throws IOException {
    Path run = directory.resolve("run");
    assertThat(train("sft", run, "--set", "evaluation.every=1").code()).isZero();
    List<String> evaluations =
        Files.readAllLines(run.resolve("metrics.jsonl")).stream()
            .filter(row -> row.contains("eval/kl"))
            .map(row -> row.replaceFirst("(\"step\":\\d+).*", "$1}"))
            .toList();
    assertThat(evaluations).containsExactly("{\"step\":0}", "{\"step\":1}", "{\"step\":2}");
    assertThat(Files.readString(run.resolve("samples.jsonl"))).contains("{\"step\":2,");
  }

  @Test
  void evaluateMeasuresWhatItIsGiven() throws IOException {
    Path rewards = directory.resolve("rewards");
    assertThat(train("reward", rewards).code()).isZero();
    Path judge = directory.resolve("judge.sh");
    Files.writeString(judge, "while read -r line; do echo ${#line}; done\n");
    Path output = directory.resolve("answers.jsonl");
    CommandLineRun run =
        CommandLineRun.of(
            "evaluate",
            "--model",
            task.model(),
            "--reference",
            task.model(),
            "--reward-model",
            rewards.resolve("checkpoints/reward"),
            "--judge",
            "sh " + judge,
            "--input",
            task.testPrompts(),
            "--output",
            output,
            "--max-new-tokens",
            4,
            "--threads",
            1);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .containsPattern("eval/kl +-?0\\.0000")
        .contains("eval/true_reward", "eval/learned_reward", "eval/finished_ratio");
    List<String> rows = Files.readAllLines(output);
    assertThat(rows).hasSameSizeAs(Files.readAllLines(task.testPrompts()));
    JsonNode row = JSON.readTree(rows.get(0));
    assertThat(row.path("true_reward").asDouble()).isPositive();
    assertThat(row.path("learned_reward").isNumber()).isTrue();
    assertThat(row.path("prompt").asText()).isNotEmpty();
  }

  private CommandLineRun train(String method, Path run, Object... more) throws IOException {
    Path recipe = directory.resolve(method + ".yaml");
    Files.writeString(
        recipe,
        """
        method: %s
        model: %s
        data:
          demonstrations: %s
          preferences: %s
          test_prompts: %s
        direct: {steps: 2, demonstration_batch: 4}
        reward: {pretraining_steps: 2, preference_batch: 4}
        policy: {max_new_tokens: 4}
        evaluation: {every: 0}
        engine: {threads: 1}
        """
            .formatted(
                method,
                task.model(),
                task.demonstrations(),
                task.preferences(),
                task.testPrompts()));
    Object[] words = new Object[4 + more.length];
    System.arraycopy(new Object[] {"train", recipe, "--output", run}, 0, words, 0, 4);
    System.arraycopy(more, 0, words, 4, more.length);
    return CommandLineRun.of(words);
  }
}
