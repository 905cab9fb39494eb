package org.aihf.data;

/**
 * How a line of a JSONL file becomes a row. Fields it does not ask for are ignored.
 *
 * <pre>{@code
 * RowFormat<Rated> rated = line -> new Rated(line.text("prompt"), line.number("stars"));
 * }</pre>
 */
@FunctionalInterface
public interface RowFormat<R> {
  /**
   * @throws org.aihf.UserError if a field is missing or wrong; the accessors of {@link JsonLine} do
   *     that
   */
  R read(JsonLine line);
}
