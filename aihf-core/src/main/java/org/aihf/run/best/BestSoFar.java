package org.aihf.run.best;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aihf.BestCheckpoint;
import org.aihf.Checkpointable;
import org.aihf.EarlyStopping;
import org.aihf.Metrics;
import org.aihf.UserError;
import org.aihf.run.AtomicFiles;
import org.aihf.run.Manifest;
import org.aihf.run.recipe.Nearest;
import org.jspecify.annotations.Nullable;

/** Keeps the best of a run and says when to stop, as a {@link BestSection} asks for. */
public final class BestSoFar implements Checkpointable {
  private final BestSection settings;
  private final @Nullable BestCheckpoint checkpoint;
  private final @Nullable EarlyStopping stopping;

  /**
   * @param directory where the best goes
   * @param content writes it
   */
  public BestSoFar(BestSection settings, Path directory, AtomicFiles.DirectoryContent content) {
    this.settings = settings;
    this.checkpoint =
        settings.isOn() ? new BestCheckpoint(content, directory, this::quality) : null;
    this.stopping =
        settings.isOn() && settings.patience() > 0
            ? new EarlyStopping(this::quality, settings.patience(), settings.minimumGain())
            : null;
  }

  private double quality(Metrics metrics) {
    return settings.quality(metrics.get(settings.name()));
  }

  /**
   * After a time for an evaluation.
   *
   * @param step updates so far
   * @param measured empty if there was none
   * @throws UserError if it does not measure what is best
   */
  public void hearEvaluation(long step, Metrics measured) {
    if (settings.ofEvaluations() && !measured.values().isEmpty()) {
      hear(step, measured, "evaluations");
    }
  }

  /** After an iteration or update, as {@link #hearEvaluation}. */
  public void hearUnit(long step, Metrics measured) {
    if (settings.isOn() && !settings.ofEvaluations()) {
      hear(step, measured, "updates");
    }
  }

  private void hear(long step, Metrics measured, String who) {
    if (!measured.values().containsKey(settings.name())) {
      throw new UserError(
          "option 'best.metric' is '%s', which this run's %s do not measure%s"
              .formatted(
                  settings.metric(),
                  who,
                  Nearest.hint(settings.name(), measured.values().keySet())));
    }
    if (checkpoint != null) {
      checkpoint.onIteration(Math.toIntExact(step), measured);
    }
    if (stopping != null) {
      stopping.onIteration(Math.toIntExact(step), measured);
    }
  }

  /** Whether patience is at its end, or the best good enough. */
  public boolean isTimeToStop() {
    return isGoodEnough() || (stopping != null && stopping.isDue());
  }

  private boolean isGoodEnough() {
    Double enough = settings.stopAt();
    return checkpoint != null && enough != null && checkpoint.best() >= settings.quality(enough);
  }

  /** What the run's manifest says about its best. */
  public Manifest describe(Manifest manifest) {
    if (checkpoint == null || checkpoint.iteration() < 0) {
      return manifest;
    }
    Map<String, Object> best = new LinkedHashMap<>();
    best.put("metric", settings.name());
    best.put("value", settings.quality(checkpoint.best()));
    best.put("step", checkpoint.iteration());
    return manifest.extra("best", best);
  }

  /** Why the run stops here. */
  public String reason() {
    return isGoodEnough()
        ? "%s has reached %s".formatted(settings.name(), settings.stopAt())
        : "%s has not got better for %d measurements"
            .formatted(settings.name(), settings.patience());
  }

  @Override
  public void save(Path directory) throws IOException {
    for (Checkpointable part : parts()) {
      part.save(directory);
    }
  }

  @Override
  public void restore(Path directory) throws IOException {
    for (Checkpointable part : parts()) {
      part.restore(directory);
    }
  }

  private List<Checkpointable> parts() {
    List<Checkpointable> parts = new ArrayList<>();
    if (checkpoint != null) {
      parts.add(checkpoint);
    }
    if (stopping != null) {
      parts.add(stopping);
    }
    return parts;
  }
}
