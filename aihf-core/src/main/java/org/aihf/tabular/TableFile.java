package org.aihf.tabular;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.aihf.run.AtomicFiles;

/**
 * A table and one counter as JSON; doubles are written so that they read back exactly.
 *
 * @param state a counter or the state of a random stream
 * @param table {@code [context][action]}
 */
record TableFile(long state, double[][] table) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  void write(Path file) {
    AtomicFiles.write(file, out -> out.write(JSON.writeValueAsBytes(this)));
  }

  /**
   * Reads a file's numbers into a table of its shape.
   *
   * @return the counter
   * @throws IOException naming the file, if it is missing, broken or of another shape; the table is
   *     untouched
   */
  static long restore(Path file, double[][] into) throws IOException {
    TableFile read;
    try {
      read = JSON.readValue(file.toFile(), TableFile.class);
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is no saved table: " + e.getOriginalMessage(), e);
    }
    boolean fits = read.table() != null && read.table().length == into.length;
    for (int c = 0; fits && c < into.length; c++) {
      fits = read.table()[c] != null && read.table()[c].length == into[c].length;
    }
    if (!fits) {
      throw new IOException(
          "%s does not fit: this table has %d contexts of %d actions"
              .formatted(file, into.length, into[0].length));
    }
    for (int c = 0; c < into.length; c++) {
      System.arraycopy(read.table()[c], 0, into[c], 0, into[c].length);
    }
    return read.state();
  }
}
