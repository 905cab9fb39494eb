package org.aihf.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurveTableTest {
  @TempDir Path directory;

  @Test
  void hasARowForEachRunAndStepWithEveryEvaluationMetricAsItWasRecorded() throws IOException {
    run(
        "a",
        "{\"method\":\"aihf\",\"group\":\"AIHF, \\\"ours\\\"\",\"seed\":2,\"started\":\"1\",\"extra\":{\"environment\":\"Hopper-v4\"}}",
        """
        {"step":0,"time":1.5,"eval/true_reward":-12.000000000000002,"eval/learned_reward":3,"loss/critic":9}
        {"step":5000,"time":2,"loss/critic":8}
        {"step":5000,"time":3,"eval/true_reward":1}
        {"step":5000,"time":4,"eval/true_reward":1e7,"eval/episode_length":20}
        """);
    run(
        "b",
        "{\"method\":\"sft\",\"seed\":1,\"started\":\"2\"}",
        "{\"step\":7,\"time\":60,\"eval/kl\":0.25}\n{\"step\":8,\"time\":");
    Path file = directory.resolve("out/curves.csv");
    Report.of(List.of(directory)).writeCurves(file);
    assertThat(file)
        .hasContent(
            """
            environment,group,method,seed,step,seconds,eval/true_reward,eval/learned_reward,eval/episode_length,eval/kl
            Hopper-v4,"AIHF, ""ours""\",aihf,2,0,1.5,-12.000000000000002,3.0,,
            Hopper-v4,"AIHF, ""ours""\",aihf,2,5000,4.0,1.0E7,,20.0,
            ,sft,sft,1,7,60.0,,,,0.25
            """);
  }

  @Test
  void runsThatMeasuredNothingLeaveTheHeader() throws IOException {
    run("a", "{\"method\":\"sft\"}", "{\"step\":1,\"time\":1,\"loss\":2}\n");
    Path file = directory.resolve("curves.csv");
    Report.of(List.of(directory)).writeCurves(file);
    assertThat(file)
        .hasContent(
            "environment,group,method,seed,step,seconds,eval/true_reward,eval/learned_reward\n");
  }

  private void run(String name, String manifest, String metrics) throws IOException {
    Path run = Files.createDirectories(directory.resolve(name));
    Files.writeString(run.resolve("manifest.json"), manifest);
    Files.writeString(run.resolve("metrics.jsonl"), metrics);
  }
}
