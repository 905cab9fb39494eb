package org.aihf.tabular;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.aihf.Checkpointable;
import org.aihf.random.RandomStream;

/**
 * W x with one row of W per action: what a small policy or reward model of one's own can be made
 * of, for example a record that implements this and {@link org.aihf.policy.Policy}. It has the
 * product, its gradient's direction and the file; what is learned from them is the model's own.
 */
public interface LinearWeights extends Checkpointable {
  /** W, {@code [action][feature]}: always the same array, changed in place. */
  double[][] weights();

  /** Saved with the weights; a model that draws nothing leaves it. */
  default RandomStream random() {
    return RandomStream.of(0);
  }

  /** W x: a logit or a reward of each action. */
  default double[] times(double[] x) {
    return Arrays.stream(weights()).mapToDouble(row -> dot(row, x)).toArray();
  }

  /** Adds {@code size · x} to the row of {@code action}: x is the gradient of its product. */
  default void add(int action, double size, double[] x) {
    double[] row = weights()[action];
    Arrays.setAll(row, i -> row[i] + size * x[i]);
  }

  @Override
  default void save(Path directory) {
    new TableFile(random().state(), weights()).write(directory.resolve("weights.json"));
  }

  @Override
  default void restore(Path directory) throws IOException {
    random().resumeAt(TableFile.restore(directory.resolve("weights.json"), weights()));
  }

  /** Σ a_i b_i. */
  static double dot(double[] a, double[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "a product of %d with %d numbers".formatted(a.length, b.length));
    }
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
