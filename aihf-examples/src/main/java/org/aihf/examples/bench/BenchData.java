package org.aihf.examples.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.aihf.data.JsonlWriter;
import org.aihf.data.PreferenceRow;
import org.aihf.random.RandomStream;

/** Meaningless rows of words, the same for us and the peer. */
final class BenchData {
  private static final String[] WORDS =
      ("amber coast drifts over silent fields where early trains carry quiet news and a patient clerk counts"
              + " every lantern beside the harbour")
          .split(" ");

  private BenchData() {}

  static List<PreferenceRow> rows(BenchShape shape) {
    RandomStream random = RandomStream.of(1).split("bench");
    List<PreferenceRow> rows = new ArrayList<>();
    for (int i = 0; i < shape.rows(); i++) {
      String prompt = text(shape.promptWords(), random);
      String chosen = " " + text(shape.responseWords(), random);
      String rejected = " " + text(shape.responseWords(), random);
      rows.add(new PreferenceRow(prompt, chosen, rejected, 0, 1));
    }
    return rows;
  }

  static void write(Path file, List<PreferenceRow> rows) throws IOException {
    JsonlWriter.write(file, rows);
  }

  private static String text(int meanWords, RandomStream random) {
    int words = Math.max(3, (int) (meanWords * (0.6 + 0.8 * random.nextDouble())));
    StringJoiner joined = new StringJoiner(" ");
    for (int i = 0; i < words; i++) {
      joined.add(WORDS[random.nextInt(WORDS.length)]);
    }
    return joined.toString();
  }
}
