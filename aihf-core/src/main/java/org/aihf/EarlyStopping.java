package org.aihf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;

/**
 * Stops a run that no longer gets better. {@link #save} and {@link #restore} carry the count over
 * to a resumed run.
 */
public final class EarlyStopping implements AihfListener, Checkpointable {
  private static final String FILE = "early-stopping.txt";

  private final ToDoubleFunction<Metrics> quality;
  private final int patience;
  private final double minimumGain;
  private double best = Double.NEGATIVE_INFINITY;
  private int waited;

  /**
   * @param quality of an iteration, higher is better: of its metrics, or measured on held-out data;
   *     NaN is no gain
   * @param patience iterations without a gain after which the run stops, at least 1
   * @param minimumGain by how much the best must be exceeded to count, at least 0
   */
  public EarlyStopping(ToDoubleFunction<Metrics> quality, int patience, double minimumGain) {
    if (patience < 1) {
      throw new IllegalArgumentException("patience must be at least 1, not " + patience);
    }
    if (!(minimumGain >= 0) || Double.isInfinite(minimumGain)) {
      throw new IllegalArgumentException("minimumGain must be finite and >= 0, not " + minimumGain);
    }
    this.quality = quality;
    this.patience = patience;
    this.minimumGain = minimumGain;
  }

  /** Highest value of a metric so far seen; {@code -Infinity} before the first iteration. */
  public double best() {
    return best;
  }

  /** Whether the patience is at its end. */
  public boolean isDue() {
    return waited >= patience;
  }

  @Override
  public boolean onIteration(int iteration, Metrics metrics) {
    double value = quality.applyAsDouble(metrics);
    if (value > best + minimumGain) {
      best = value;
      waited = 0;
    } else {
      waited++;
    }
    return !isDue();
  }

  @Override
  public void save(Path directory) throws IOException {
    Files.writeString(directory.resolve(FILE), best + " " + waited + "\n");
  }

  @Override
  public void restore(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    String[] state = Files.readString(file).trim().split(" ", -1);
    if (state.length != 2) {
      throw new IOException(file + ": expected the best value and a count");
    }
    best = Double.parseDouble(state[0]);
    waited = Integer.parseInt(state[1]);
  }
}
