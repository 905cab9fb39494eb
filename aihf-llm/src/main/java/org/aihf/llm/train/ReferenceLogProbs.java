package org.aihf.llm.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.aihf.data.Preference;
import org.aihf.llm.Completion;
import org.aihf.llm.model.CausalLm;
import org.jspecify.annotations.Nullable;

/**
 * Token log π⁰ of both sides of pairs, computed when a pair is first asked for and kept.
 *
 * <p>They are saved too: which pairs share a forward pass may change the last bits, so computing
 * them again could end in another run.
 */
final class ReferenceLogProbs {
  private final @Nullable CausalLm reference;
  private final List<Preference<Completion>> data;
  private final Map<Preference<Completion>, double[][]> known = new HashMap<>();

  /**
   * @param reference null where nobody needs them: they are 0
   * @param data every pair that may be asked for
   */
  ReferenceLogProbs(@Nullable CausalLm reference, List<Preference<Completion>> data) {
    this.reference = reference;
    this.data = data;
  }

  /**
   * @return {@code [pair][chosen, rejected][token]}
   */
  double[][][] of(List<Preference<Completion>> pairs) {
    if (reference == null) {
      return pairs.stream().map(ReferenceLogProbs::zeros).toArray(double[][][]::new);
    }
    List<Preference<Completion>> missing =
        pairs.stream().filter(pair -> !known.containsKey(pair)).distinct().toList();
    if (!missing.isEmpty()) {
      double[][][] scores =
          reference.evaluate(
              missing.stream()
                  .map(pair -> List.of(pair.chosen().tokens(), pair.rejected().tokens()))
                  .toList());
      for (int i = 0; i < scores.length; i++) {
        known.put(missing.get(i), scores[i]);
      }
    }
    return pairs.stream().map(known::get).toArray(double[][][]::new);
  }

  private static double[][] zeros(Preference<Completion> pair) {
    return new double[][] {
      new double[pair.chosen().tokens().completion().length],
      new double[pair.rejected().tokens().completion().length]
    };
  }

  /** A row {@code index} and two lists of numbers for each pair known. */
  void save(Path file) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < data.size(); i++) {
      double[][] sides = known.get(data.get(i));
      if (sides != null) {
        rows.append("%d %s %s%n".formatted(i, joined(sides[0]), joined(sides[1])));
      }
    }
    Files.writeString(file, rows);
  }

  void restore(Path file) throws IOException {
    known.clear();
    for (String row : Files.readAllLines(file)) {
      String[] parts = row.split(" ", -1);
      int index = parts.length == 3 ? Integer.parseInt(parts[0]) : -1;
      if (index < 0 || index >= data.size()) {
        throw new IOException(
            "%s: expected one of %d pairs and two lists of numbers, found '%s'"
                .formatted(file, data.size(), row));
      }
      known.put(data.get(index), new double[][] {numbers(parts[1]), numbers(parts[2])});
    }
  }

  private static String joined(double[] numbers) {
    return Arrays.stream(numbers).mapToObj(Double::toString).collect(Collectors.joining(","));
  }

  private static double[] numbers(String joined) {
    return joined.isEmpty()
        ? new double[0]
        : Arrays.stream(joined.split(",")).mapToDouble(Double::parseDouble).toArray();
  }
}
