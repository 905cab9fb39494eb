package org.aihf.llm.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.aihf.data.Preference;
import org.aihf.llm.Completion;
import org.aihf.llm.model.CausalLm;
import org.jspecify.annotations.Nullable;

/**
 * Summed log π⁰ of both sides of pairs, computed when a pair is first asked for and kept.
 *
 * <p>They are saved too: which pairs share a forward pass may change the last bits of a sum, so
 * computing them again could end in another run.
 */
final class ReferenceLogProbs {
  private static final String FILE = "reference-log-probs.txt";

  private final @Nullable CausalLm reference;
  private final List<Preference<Completion>> data;
  private final Map<Preference<Completion>, double[]> known = new HashMap<>();

  /**
   * @param data every pair that may be asked for
   */
  ReferenceLogProbs(@Nullable CausalLm reference, List<Preference<Completion>> data) {
    this.reference = reference;
    this.data = data;
  }

  /**
   * @return {@code [pair][chosen, rejected]}
   */
  double[][] of(List<Preference<Completion>> pairs) {
    List<Preference<Completion>> missing =
        pairs.stream().filter(pair -> !known.containsKey(pair)).distinct().toList();
    if (!missing.isEmpty() && reference != null) {
      double[][][] scores =
          reference.evaluate(
              missing.stream()
                  .map(pair -> List.of(pair.chosen().tokens(), pair.rejected().tokens()))
                  .toList());
      for (int i = 0; i < scores.length; i++) {
        known.put(missing.get(i), new double[] {sum(scores[i][0]), sum(scores[i][1])});
      }
    }
    return pairs.stream().map(known::get).toArray(double[][]::new);
  }

  private static double sum(double[] values) {
    return Arrays.stream(values).sum();
  }

  /** One row {@code index chosen rejected} for each pair known. */
  void save(Path directory) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < data.size(); i++) {
      double[] sums = known.get(data.get(i));
      if (sums != null) {
        rows.append("%d %s %s%n".formatted(i, sums[0], sums[1]));
      }
    }
    Files.writeString(directory.resolve(FILE), rows);
  }

  void restore(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    known.clear();
    for (String row : Files.readAllLines(file)) {
      String[] numbers = row.split(" ");
      if (numbers.length != 3) {
        throw new IOException("%s: expected three numbers, found '%s'".formatted(file, row));
      }
      int index = Integer.parseInt(numbers[0]);
      if (index < 0 || index >= data.size()) {
        throw new IOException("%s: there is no pair %d of %d".formatted(file, index, data.size()));
      }
      known.put(
          data.get(index),
          new double[] {Double.parseDouble(numbers[1]), Double.parseDouble(numbers[2])});
    }
  }
}
