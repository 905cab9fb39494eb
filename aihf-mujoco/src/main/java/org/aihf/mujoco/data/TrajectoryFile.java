package org.aihf.mujoco.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.aihf.UserError;
import org.aihf.run.AtomicFiles;

/**
 * Files of trajectories, such as a user makes with NumPy. The name's ending says which kind.
 *
 * <p>{@code .npz}, N transitions in E episodes, observations of S and actions of A numbers:
 *
 * <table>
 *   <caption>arrays</caption>
 *   <tr><td>{@code observations}</td><td>(N + E, S)</td><td>each episode's observations, the one its
 *       last action led to included, episode after episode</td></tr>
 *   <tr><td>{@code actions}</td><td>(N, A)</td><td></td></tr>
 *   <tr><td>{@code rewards}</td><td>(N,)</td><td>the true ones</td></tr>
 *   <tr><td>{@code terminated}</td><td>(E,)</td><td>whether the task itself ended the episode</td></tr>
 *   <tr><td>{@code episode_offsets}</td><td>(E + 1,)</td><td>0, then the number of actions up to the
 *       end of each episode</td></tr>
 * </table>
 *
 * With {@code next_observations} (N, S) in the file, {@code observations} is (N, S) too. Numbers
 * may be of any of NumPy's types float32, float64, bool and int; they are held as float32. Other
 * arrays are ignored.
 *
 * <p>{@code .jsonl}, one trajectory a line: {@code {"observations": [[...], ...], "actions":
 * [[...], ...], "rewards": [...], "terminated": true}} with one observation more than actions.
 *
 * <p>Mistakes are {@link UserError}s that name file, array or line, shapes, and what to do.
 */
public final class TrajectoryFile {
  private TrajectoryFile() {}

  /**
   * All trajectories of a file, in order.
   *
   * @throws UserError at the first mistake
   */
  public static List<Trajectory> read(Path file) {
    return List.copyOf(isNpz(file) ? NpzTrajectories.read(file) : JsonlTrajectories.read(file));
  }

  /**
   * Writes a file that {@link #read} gives back bit for bit; it appears whole or not at all.
   *
   * @throws IllegalArgumentException if there is no trajectory, or sizes differ
   * @throws UserError if the file cannot be written
   */
  public static void write(Path file, List<Trajectory> trajectories) {
    if (trajectories.isEmpty()) {
      throw new IllegalArgumentException("no trajectory to write to " + file);
    }
    Trajectory first = trajectories.get(0);
    for (Trajectory trajectory : trajectories) {
      if (trajectory.observationSize() != first.observationSize()
          || trajectory.actionSize() != first.actionSize()) {
        throw new IllegalArgumentException(
            "trajectories of one file differ in size: %s and %s".formatted(first, trajectory));
      }
    }
    if (isNpz(file)) {
      AtomicFiles.write(file, out -> NpzTrajectories.write(out, trajectories));
    } else {
      JsonlTrajectories.write(file, trajectories);
    }
  }

  private static boolean isNpz(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".npz")) {
      return true;
    }
    if (name.endsWith(".jsonl")) {
      return false;
    }
    throw new UserError("%s: a file of trajectories ends in .npz or .jsonl".formatted(file));
  }
}
