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
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.aihf.Checkpointable;
import org.aihf.Metrics;
import org.aihf.UserError;
import org.jspecify.annotations.Nullable;

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

  /** Control: returns of single episodes. */
  public static final String RETURNS = "returns.jsonl";

  /** Control: the finished policy, animated. */
  public static final String FILM = "policy.gif";

  public static final String CHECKPOINTS = "checkpoints";
  public static final String TENSORBOARD = "tensorboard";

  /** {@link SavedStates}, until the run is finished. */
  public static final String STATE = "state";

  /** What to do where a run exists already. */
  public enum IfExists {
    REFUSE,
    OVERWRITE,
    /** Continue it from its last saved state; start it over where it has none. */
    RESUME
  }

  private final Path root;
  private final RunLock lock;
  private final SavedStates states;
  private final SavedStates.@Nullable Saved resumed;
  private final Stopwatch clock;
  private final MetricSink metrics;
  private Manifest manifest;

  private RunDirectory(
      Path root, RunLock lock, Manifest manifest, SavedStates.@Nullable Saved resumed) {
    this.root = root;
    this.lock = lock;
    this.states = new SavedStates(root.resolve(STATE));
    this.resumed = resumed;
    this.manifest = manifest;
    this.clock = Stopwatch.resume(resumed == null ? 0 : resumed.position().seconds());
    writeManifest();
    this.metrics =
        MetricSink.all(
            JsonlMetrics.append(root.resolve(METRICS), clock),
            TensorBoardMetrics.append(root.resolve(TENSORBOARD), Clock.systemUTC()));
  }

  /**
   * Starts a run, or continues one.
   *
   * @param manifest of this sitting; a continued run keeps when it was started
   * @param config the resolved recipe as YAML; whether a run that is continued had the same is the
   *     caller's to check ({@link #config})
   * @throws UserError if the directory holds a run (unless it may be overwritten or resumed) or
   *     anything else, is in use by another process, or cannot be written
   */
  public static RunDirectory create(
      Path root, IfExists ifExists, Manifest manifest, String config) {
    try {
      if (Files.exists(root) && !Files.isDirectory(root)) {
        throw new UserError(
            "cannot start a run in %s: it is a file; choose another directory with --output"
                .formatted(root));
      }
      Files.createDirectories(root);
      refuseForeign(root);
      RunLock lock = RunLock.take(root);
      try {
        SavedStates.@Nullable Saved saved =
            ifExists == IfExists.RESUME && config(root).isPresent()
                ? new SavedStates(root.resolve(STATE)).latest()
                : null;
        return saved == null
            ? begin(root, lock, ifExists, manifest, config)
            : goOn(root, lock, manifest, config, saved);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw FileErrors.cannot("write", root, e);
    }
  }

  /** The manifest comes first: from then on the directory is a run's. */
  private static RunDirectory begin(
      Path root, RunLock lock, IfExists ifExists, Manifest manifest, String config)
      throws IOException {
    prepare(root, ifExists);
    RunDirectory run = new RunDirectory(root, lock, manifest, null);
    AtomicFiles.write(root.resolve(CONFIG), config);
    return run;
  }

  private static RunDirectory goOn(
      Path root, RunLock lock, Manifest manifest, String config, SavedStates.Saved saved)
      throws IOException {
    Manifest before = Manifest.read(root.resolve(MANIFEST));
    Manifest continued = manifest.continuing(before);
    if (before.threads() != manifest.threads()) {
      System.err.printf(
          "aihf: the run began with %d threads and goes on with %d: last bits of its numbers may differ%n",
          before.threads(), manifest.threads());
    }
    AtomicFiles.deleteLeftovers(root);
    if (Files.isDirectory(root.resolve(CHECKPOINTS))) {
      AtomicFiles.deleteLeftovers(root.resolve(CHECKPOINTS));
    }
    new GrowingFiles(root).cutBackTo(saved.position().lengths());
    for (String ofTheEnd : List.of(EVALUATION, RETURNS, FILM)) {
      Files.deleteIfExists(root.resolve(ofTheEnd));
    }
    AtomicFiles.write(root.resolve(CONFIG), config);
    return new RunDirectory(root, lock, continued, saved);
  }

  private static void prepare(Path root, IfExists ifExists) throws IOException {
    AtomicFiles.deleteLeftovers(root);
    if (Files.exists(root.resolve(MANIFEST))) {
      if (ifExists == IfExists.REFUSE) {
        throw new UserError(
            "%s already holds a run; choose another directory with --output, continue it with --resume or replace it with --overwrite"
                .formatted(root));
      }
      // The manifest goes last: killed in between, this is still a run's directory.
      for (String name :
          List.of(
              STATE,
              CONFIG,
              METRICS,
              SAMPLES,
              EVALUATION,
              RETURNS,
              FILM,
              CHECKPOINTS,
              TENSORBOARD,
              MANIFEST)) {
        AtomicFiles.deleteRecursively(root.resolve(name));
      }
    }
  }

  /** Neither a run nor what a run leaves that was killed while it began. */
  private static void refuseForeign(Path root) throws IOException {
    if (Files.exists(root.resolve(MANIFEST))) {
      return;
    }
    try (Stream<Path> content = Files.list(root)) {
      if (content.anyMatch(path -> !isOurs(path))) {
        throw new UserError(
            "%s is not empty and holds no run; choose a new or empty directory with --output"
                .formatted(root));
      }
    }
  }

  private static boolean isOurs(Path path) {
    return path.getFileName().toString().equals(RunLock.FILE) || AtomicFiles.isLeftover(path);
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

  /**
   * Saves everything needed to go on from here bit for bit; the state before is deleted once this
   * one is whole.
   *
   * @param phase what is going on, such as "loop"
   * @param unit updates or iterations done in it
   * @throws UserError if it cannot be written; the state before is untouched
   */
  public void saveState(String phase, long unit, Checkpointable trainer) {
    metrics.flush();
    try {
      RunPosition here =
          new RunPosition(phase, unit, clock.seconds(), new GrowingFiles(root).lengths());
      states.save(here, trainer);
    } catch (IOException e) {
      throw FileErrors.cannot("write", root, e);
    }
  }

  /** Where a resumed run goes on; null in one that starts. */
  public @Nullable RunPosition position() {
    return resumed == null ? null : resumed.position();
  }

  /**
   * Brings a trainer to {@link #position()}.
   *
   * @throws UserError if a file of the state is missing or damaged
   */
  public void restoreState(Checkpointable trainer) {
    if (resumed == null) {
      throw new IllegalStateException(root + " was started, not resumed");
    }
    resumed.restore(trainer);
  }

  /** The resolved recipe of the run in {@code root}; empty if there is none. */
  public static Optional<String> config(Path root) {
    Path file = root.resolve(CONFIG);
    try {
      return Files.exists(root.resolve(MANIFEST)) && Files.exists(file)
          ? Optional.of(Files.readString(file))
          : Optional.empty();
    } catch (IOException e) {
      throw FileErrors.cannot("read", file, e);
    }
  }

  /**
   * How the run in {@code root} stands, as {@link Manifest.Status#label} says it; one that was
   * killed is interrupted, not running.
   *
   * @throws UserError if there is no readable manifest
   */
  public static String status(Path root) {
    Path file = root.resolve(MANIFEST);
    try {
      return status(root, Json.MAPPER.readTree(file.toFile()).path("status").asText("unknown"));
    } catch (JsonProcessingException e) {
      throw new UserError("%s is not valid JSON: no run's manifest".formatted(file), e);
    } catch (IOException e) {
      throw FileErrors.cannot("read", file, e);
    }
  }

  /** As {@link #status(Path)}, where the manifest has been read and says {@code written}. */
  public static String status(Path root, String written) {
    return written.equals(Manifest.Status.RUNNING.label()) && !RunLock.isHeld(root)
        ? Manifest.Status.INTERRUPTED.label()
        : written;
  }

  /** Whether {@code root} holds a run of exactly this resolved recipe, finished or not. */
  public static boolean holds(Path root, String config) {
    return config(root).filter(config::equals).isPresent();
  }

  /** Whether {@code root} holds a finished run of exactly this resolved recipe. */
  public static boolean isFinished(Path root, String config) {
    return holds(root, config) && status(root).equals(Manifest.Status.FINISHED.label());
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

  /** The run did all it was asked; its saved state goes. */
  public void finish() {
    end(Manifest.Status.FINISHED);
    states.clear();
  }

  /** The run was ended from outside and can be resumed. */
  public void interrupt() {
    end(Manifest.Status.INTERRUPTED);
  }

  /** The run was ended early, on purpose. */
  public void stop() {
    end(Manifest.Status.STOPPED);
  }

  @Override
  public void close() {
    try (lock) {
      metrics.close();
      if (manifest.status() == Manifest.Status.RUNNING) {
        end(Manifest.Status.FAILED);
      }
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
