package org.aihf.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;
import org.aihf.Checkpointable;
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

  private RunDirectory(RunStart start) {
    this.root = start.root();
    this.lock = start.lock();
    this.states = new SavedStates(root.resolve(STATE));
    this.resumed = start.resumed();
    this.clock = Stopwatch.resume(resumed == null ? 0 : resumed.position().seconds());
    this.manifest = start.manifest();
    update(UnaryOperator.identity());
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
   *     caller's to check ({@link RunOnDisk#config})
   * @throws UserError if the directory holds a run (unless it may be overwritten or resumed) or
   *     anything else, is in use by another process, or cannot be written
   */
  public static RunDirectory create(
      Path root, IfExists ifExists, Manifest manifest, String config) {
    RunStart start = RunStart.in(root, ifExists, manifest);
    try {
      // The manifest comes first: from then on the directory is a run's.
      RunDirectory run = new RunDirectory(start);
      AtomicFiles.write(root.resolve(CONFIG), config);
      return run;
    } catch (RuntimeException e) {
      start.lock().close();
      throw e;
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
    new ManifestFile(root.resolve(MANIFEST)).write(manifest);
  }

  /** Appends to the sample table: what the policy answers at {@code step}. */
  public void samples(long step, List<Sample> samples) {
    new SampleFiles(root).append(step, samples);
  }

  /** Writes the final evaluation: every held-out prompt, after the last step. */
  public void evaluation(List<Sample> samples) {
    new SampleFiles(root).writeEvaluation(samples);
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

  /** The run was ended early, as it was asked to; its saved state goes. */
  public void stop() {
    end(Manifest.Status.STOPPED);
    states.clear();
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
    update(written -> written.at(status, clock.seconds()));
  }
}
