package org.aihf.data;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.aihf.run.AtomicFiles;

/**
 * Writes a JSONL file, one row a line, UTF-8. The file appears whole or not at all: a run that
 * breaks off leaves what was there before.
 */
public final class JsonlWriter {
  private static final ObjectWriter JSON =
      JsonMapper.builder().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).build().writer();

  private JsonlWriter() {}

  /**
   * @param rows records or maps of texts, numbers and lists
   * @throws org.aihf.UserError if the file cannot be written
   */
  public static void write(Path file, Iterable<?> rows) {
    write(file, sink -> rows.forEach(sink));
  }

  /**
   * Writes rows as they are made, for files larger than memory.
   *
   * @param producer hands each row to its argument
   */
  public static void write(Path file, Producer producer) {
    AtomicFiles.write(
        file,
        out -> {
          try {
            producer.produce(
                row -> {
                  try {
                    out.write(JSON.writeValueAsBytes(row));
                    out.write('\n');
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
  }

  /** Makes the rows of a file. */
  @FunctionalInterface
  public interface Producer {
    void produce(Consumer<Object> sink);
  }
}
