package org.aihf.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.aihf.Checkpointable;
import org.aihf.Metrics;
import org.aihf.UserError;
import org.aihf.run.RunDirectory.IfExists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  private static final Manifest MANIFEST = Manifest.of("aihf", "AIHF from base", 3);

  @TempDir Path directory;

  @Test
  void holdsWhatIsNeededToRepeatTheRun() throws IOException {
    Path data = Files.writeString(directory.resolve("data.jsonl"), "abc");
    Path root = directory.resolve("run");
    Manifest manifest = MANIFEST.engine(Map.of("libtorch", "2.7.1"), "cpu", 2).data(List.of(data));
    try (RunDirectory run =
        RunDirectory.create(root, IfExists.REFUSE, manifest, "method: aihf\n")) {
      run.metrics().record(1, Metrics.of("loss", 0.5));
      run.samples(1, List.of(new Sample("p", "c", 1.0, null, 0.25)));
      run.evaluation(List.of(Sample.of("p", "c")));
      run.update(m -> m.extra("policy_steps", 1));
      assertThat(manifest(root).get("status").asText()).isEqualTo("running");
      run.finish();
    }
    JsonNode written = manifest(root);
    assertThat(written.get("method").asText()).isEqualTo("aihf");
    assertThat(written.get("group").asText()).isEqualTo("AIHF from base");
    assertThat(written.get("seed").asInt()).isEqualTo(3);
    assertThat(written.get("status").asText()).isEqualTo("finished");
    assertThat(written.get("ended").asText()).isGreaterThan(written.get("started").asText());
    assertThat(written.get("versions").get("libtorch").asText()).isEqualTo("2.7.1");
    assertThat(written.get("versions").get("aihf").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(written.get("data").get(data.toString()).asText())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(written.get("extra").get("policy_steps").asInt()).isEqualTo(1);
    assertThat(root.resolve("config.yaml")).content().isEqualTo("method: aihf\n");
    assertThat(root.resolve("samples.jsonl"))
        .content()
        .isEqualTo(
            "{\"step\":1,\"prompt\":\"p\",\"completion\":\"c\",\"true_reward\":1.0,\"kl\":0.25}\n");
    assertThat(root.resolve("evaluation.jsonl"))
        .content()
        .isEqualTo("{\"prompt\":\"p\",\"completion\":\"c\"}\n");
    assertThat(root.resolve("metrics.jsonl")).content().contains("\"loss\":0.5");
    assertThat(root.resolve("tensorboard")).isNotEmptyDirectory();
  }

  @Test
  void anUnfinishedRunIsMarkedAsFailed() throws IOException {
    Path root = directory.resolve("run");
    RunDirectory.create(root, IfExists.REFUSE, MANIFEST, "").close();
    assertThat(manifest(root).get("status").asText()).isEqualTo("failed");
  }

  @Test
  void refusesToOverwriteARunUnlessTold() throws IOException {
    Path root = directory.resolve("run");
    try (RunDirectory run = RunDirectory.create(root, IfExists.REFUSE, MANIFEST, "")) {
      run.metrics().record(1, Metrics.of("loss", 0.5));
    }
    assertThatThrownBy(() -> RunDirectory.create(root, IfExists.REFUSE, MANIFEST, ""))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "%s already holds a run; choose another directory with --output, continue it with --resume or replace it with --overwrite",
            root);
    assertThat(root.resolve("metrics.jsonl")).isNotEmptyFile();
    RunDirectory.create(root, IfExists.OVERWRITE, MANIFEST, "").close();
    assertThat(root.resolve("metrics.jsonl")).isEmptyFile();
  }

  @Test
  void aStateWithoutItsConfigurationIsNotThrownAway() throws IOException {
    Path root = directory.resolve("run");
    Checkpointable trainer =
        new Checkpointable() {
          @Override
          public void save(Path into) throws IOException {
            Files.writeString(into.resolve("weights"), "x");
          }

          @Override
          public void restore(Path from) {}
        };
    try (RunDirectory run = RunDirectory.create(root, IfExists.REFUSE, MANIFEST, "method: aihf")) {
      run.saveState("loop", 1, trainer);
      run.interrupt();
    }
    Path config = root.resolve("config.yaml");
    Files.delete(config);
    assertThatThrownBy(() -> RunDirectory.create(root, IfExists.RESUME, MANIFEST, ""))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("cannot resume: %s is missing", config);
    assertThat(root.resolve("state")).isNotEmptyDirectory();
    Files.writeString(config, "method: aihf");
    try (RunDirectory run = RunDirectory.create(root, IfExists.RESUME, MANIFEST, "")) {
      assertThat(run.position()).isNotNull();
    }
  }

  @Test
  void neverTouchesADirectoryThatHoldsSomethingElse() throws IOException {
    Files.writeString(directory.resolve("thesis.tex"), "x");
    assertThatThrownBy(() -> RunDirectory.create(directory, IfExists.OVERWRITE, MANIFEST, ""))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "%s is not empty and holds no run; choose a new or empty directory with --output",
            directory);
  }

  @Test
  void refusesAFile() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");
    assertThatThrownBy(() -> RunDirectory.create(file, IfExists.REFUSE, MANIFEST, ""))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "cannot start a run in %s: it is a file; choose another directory with --output", file);
    Path below = file.resolve("run");
    assertThatThrownBy(() -> RunDirectory.create(below, IfExists.REFUSE, MANIFEST, ""))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "cannot write %s: %s is a file, not a directory; choose another path", below, file);
  }

  private static JsonNode manifest(Path root) throws IOException {
    return Json.MAPPER.readTree(root.resolve("manifest.json").toFile());
  }
}
