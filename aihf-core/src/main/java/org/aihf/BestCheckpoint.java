package org.aihf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;
import org.aihf.run.AtomicFiles;

/**
 * Keeps the best iteration in one directory, whole or not at all: restore it from there after the
 * run. {@link #save} and {@link #restore} carry over to a resumed run what the best was so far.
 */
public final class BestCheckpoint implements AihfListener, Checkpointable {
  private static final String FILE = "best-checkpoint.txt";

  private final AtomicFiles.DirectoryContent content;
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
    this((AtomicFiles.DirectoryContent) subject::save, directory, quality);
  }

  /**
   * As the other, for what is not restored but used: a model in a format of its own.
   *
   * @param content writes it
   */
  public BestCheckpoint(
      AtomicFiles.DirectoryContent content, Path directory, ToDoubleFunction<Metrics> quality) {
    this.content = content;
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
      AtomicFiles.writeDirectory(directory, content);
      best = value;
      iteration = current;
    }
    return true;
  }

  @Override
  public void save(Path state) throws IOException {
    Files.writeString(state.resolve(FILE), best + " " + iteration + "\n");
  }

  @Override
  public void restore(Path state) throws IOException {
    Path file = state.resolve(FILE);
    String[] values = Files.readString(file).trim().split(" ", -1);
    if (values.length != 2) {
      throw new IOException(file + ": expected the best value and its iteration");
    }
    best = Double.parseDouble(values[0]);
    iteration = Integer.parseInt(values[1]);
  }
}
