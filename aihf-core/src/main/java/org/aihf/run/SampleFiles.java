package org.aihf.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** {@code samples.jsonl}, which grows, and {@code evaluation.jsonl}, which is written once. */
record SampleFiles(Path root) {
  void append(long step, List<Sample> samples) {
    Path file = root.resolve(RunDirectory.SAMPLES);
    try (BufferedWriter out =
        Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (Sample sample : samples) {
        ObjectNode row = Json.MAPPER.createObjectNode().put("step", step);
        row.setAll(tree(sample));
        out.write(row + "\n");
      }
    } catch (IOException e) {
      throw FileErrors.cannot("write", file, e);
    }
  }

  void writeEvaluation(List<Sample> samples) {
    StringBuilder rows = new StringBuilder();
    samples.forEach(sample -> rows.append(tree(sample)).append('\n'));
    AtomicFiles.write(root.resolve(RunDirectory.EVALUATION), rows.toString());
  }

  private static ObjectNode tree(Sample sample) {
    return Json.MAPPER.valueToTree(sample);
  }
}
