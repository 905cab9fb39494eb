package org.aihf;

import java.nio.file.Path;
import java.util.function.ToDoubleFunction;
import org.aihf.run.AtomicFiles;

/**
 * Keeps the state of the best iteration of this sitting in one directory, whole or not at all:
 * restore it there after the run.
 */
public final class BestCheckpoint implements AihfListener {
  private final Checkpointable subject;
  private final Path directory;
  private final ToDoubleFunction<Metrics> quality;
  private double best = Double.NEGATIVE_INFINITY;
  private int iteration = -1;

  /**
   * @param subject what is saved: the policy, say
   * @param directory replaced at every gain
   * @param quality of an iteration, higher is better: of its metrics, or measured on held-out data;
   *     NaN is no gain
   */
  public BestCheckpoint(Checkpointable subject, Path directory, ToDoubleFunction<Metrics> quality) {
    this.subject = subject;
    this.directory = directory;
    this.quality = quality;
  }

  /** The best iteration, 0-based; −1 before the first. */
  public int iteration() {
    return iteration;
  }

  /** Its quality. */
  public double best() {
    return best;
  }

  /**
   * @throws UserError if the directory cannot be written; the one before stays
   */
  @Override
  public boolean onIteration(int current, Metrics metrics) {
    double value = quality.applyAsDouble(metrics);
    if (value > best) {
      AtomicFiles.writeDirectory(directory, subject::save);
      best = value;
      iteration = current;
    }
    return true;
  }
}
