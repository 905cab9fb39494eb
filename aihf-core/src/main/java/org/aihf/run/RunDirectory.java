package org.aihf.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.aihf.Metrics;
import org.aihf.UserError;

/**
 * Everything one run leaves behind, in the layout that {@link org.aihf.run} describes.
 *
 * <p>Closing it without {@link #finish} or {@link #stop} marks the run as failed.
 */
public final class RunDirectory implements AutoCloseable {
  public static final String CONFIG = "config.yaml";
  public static final String MANIFEST = "manifest.json";
  public static final String METRICS = "metrics.jsonl";
  public static final String SAMPLES = "samples.jsonl";
  public static final String EVALUATION = "evaluation.jsonl";
  public static final String CHECKPOINTS = "checkpoints";
  public static final String TENSORBOARD = "tensorboard";

  /** What to do where a run exists already. */
  public enum IfExists {
    REFUSE,
    OVERWRITE
  }

  private final Path root;
  private final Stopwatch clock = Stopwatch.start();
  private final MetricSink metrics;
  private Manifest manifest;

  private RunDirectory(Path root, Manifest manifest) {
    this.root = root;
    this.manifest = manifest;
    writeManifest();
    this.metrics =
        MetricSink.all(
            JsonlMetrics.append(root.resolve(METRICS), clock),
            new TensorBoardMetrics(root.resolve(TENSORBOARD), Clock.systemUTC()));
  }

  /**
   * Starts a run.
   *
   * @param config the resolved recipe as YAML
   * @throws UserError if the directory holds a run (unless it may be overwritten) or anything else,
   *     or cannot be written
   */
  public static RunDirectory create(
      Path root, IfExists ifExists, Manifest manifest, String config) {
    prepare(root, ifExists);
    AtomicFiles.write(root.resolve(CONFIG), config);
    return new RunDirectory(root, manifest);
  }

  private static void prepare(Path root, IfExists ifExists) {
    try {
      if (Files.exists(root) && !Files.isDirectory(root)) {
        throw new UserError(
            "cannot start a run in %s: it is a file; choose another directory with --output"
                .formatted(root));
      }
      Files.createDirectories(root);
      if (Files.exists(root.resolve(MANIFEST))) {
        if (ifExists == IfExists.REFUSE) {
          throw new UserError(
              "%s already holds a run; choose another directory with --output or replace it with --overwrite"
                  .formatted(root));
        }
        for (String name :
            List.of(MANIFEST, CONFIG, METRICS, SAMPLES, EVALUATION, CHECKPOINTS, TENSORBOARD)) {
          AtomicFiles.deleteRecursively(root.resolve(name));
        }
        return;
      }
      try (Stream<Path> content = Files.list(root)) {
        if (content.findAny().isPresent()) {
          throw new UserError(
              "%s is not empty and holds no run; choose a new or empty directory with --output"
                  .formatted(root));
        }
      }
    } catch (IOException e) {
      throw FileErrors.cannot("write", root, e);
    }
  }

  public Path root() {
    return root;
  }

  /** Seconds since the run began. */
  public double seconds() {
    return clock.seconds();
  }

  /** JSONL and TensorBoard; closed with the run. */
  public MetricSink metrics() {
    return metrics;
  }

  public Manifest manifest() {
    return manifest;
  }

  /** Adds facts to the manifest and writes it. */
  public void update(UnaryOperator<Manifest> change) {
    manifest = change.apply(manifest);
    writeManifest();
  }

  /** Appends to the sample table: what the policy answers at {@code step}. */
  public void samples(long step, List<Sample> samples) {
    append(SAMPLES, step, samples);
  }

  /** Writes the final evaluation: every held-out prompt, after the last step. */
  public void evaluation(List<Sample> samples) {
    StringBuilder rows = new StringBuilder();
    samples.forEach(sample -> rows.append(tree(sample)).append('\n'));
    AtomicFiles.write(root.resolve(EVALUATION), rows.toString());
  }

  /** Whether {@code root} holds a finished run of exactly this resolved recipe. */
  public static boolean isFinished(Path root, String config) {
    try {
      return Files.exists(root.resolve(MANIFEST))
          && Json.MAPPER
              .readTree(root.resolve(MANIFEST).toFile())
              .path("status")
              .asText()
              .equals("finished")
          && Files.readString(root.resolve(CONFIG)).equals(config);
    } catch (IOException e) {
      throw FileErrors.cannot("read", root.resolve(MANIFEST), e);
    }
  }

  /** The last row of {@code metrics.jsonl} that has {@code name}, or nothing. */
  public static Metrics lastMetrics(Path root, String name) {
    Path file = root.resolve(METRICS);
    Metrics last = Metrics.empty();
    try (Stream<String> lines = Files.lines(file)) {
      for (String line :
          (Iterable<String>) lines.filter(row -> row.contains('"' + name + '"'))::iterator) {
        Map<String, Double> values = new LinkedHashMap<>();
        Json.MAPPER
            .readTree(line)
            .properties()
            .forEach(field -> values.put(field.getKey(), field.getValue().asDouble()));
        last = new Metrics(values);
      }
    } catch (IOException e) {
      throw FileErrors.cannot("read", file, e);
    }
    return last;
  }

  /**
   * Reads what {@link #evaluation} wrote to the run in {@code root}.
   *
   * @throws UserError if the run has no final evaluation
   */
  public static List<Sample> readEvaluation(Path root) {
    Path file = root.resolve(EVALUATION);
    List<Sample> samples = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        samples.add(Json.MAPPER.readValue(line, Sample.class));
      }
    } catch (IOException e) {
      throw FileErrors.cannot("read", file, e);
    }
    return samples;
  }

  /**
   * Where to write the checkpoint called {@code name}; write it with {@link
   * AtomicFiles#writeDirectory}.
   */
  public Path checkpoint(String name) {
    return root.resolve(CHECKPOINTS).resolve(name);
  }

  /** The run did all it was asked. */
  public void finish() {
    end(Manifest.Status.FINISHED);
  }

  /** The run was ended early, on purpose. */
  public void stop() {
    end(Manifest.Status.STOPPED);
  }

  @Override
  public void close() {
    metrics.close();
    if (manifest.status() == Manifest.Status.RUNNING) {
      end(Manifest.Status.FAILED);
    }
  }

  private void end(Manifest.Status status) {
    manifest = manifest.at(status, clock.seconds());
    writeManifest();
  }

  private void writeManifest() {
    try {
      AtomicFiles.write(
          root.resolve(MANIFEST),
          Json.MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(manifest)
              + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("manifest cannot be written as JSON: " + manifest, e);
    }
  }

  private void append(String name, long step, List<Sample> samples) {
    Path file = root.resolve(name);
    try (BufferedWriter out =
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (Sample sample : samples) {
        ObjectNode row = Json.MAPPER.createObjectNode().put("step", step);
        row.setAll((ObjectNode) tree(sample));
        out.write(row + "\n");
      }
    } catch (IOException e) {
      throw FileErrors.cannot("write", file, e);
    }
  }

  private static com.fasterxml.jackson.databind.JsonNode tree(Sample sample) {
    return Json.MAPPER.valueToTree(sample);
  }
}
