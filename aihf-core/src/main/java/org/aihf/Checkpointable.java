package org.aihf;

import java.io.IOException;
import java.nio.file.Path;

/** Writes its whole state to a directory and continues from it bit for bit. */
public interface Checkpointable {
  /**
   * Writes everything that {@link #restore} needs: weights, optimiser moments, random streams,
   * counters.
   *
   * @param directory exists and is this object's own; files are written aside, then renamed
   */
  void save(Path directory) throws IOException;

  /**
   * Continues from what {@link #save} wrote.
   *
   * @throws IOException naming the file that is missing or does not fit
   */
  void restore(Path directory) throws IOException;
}
