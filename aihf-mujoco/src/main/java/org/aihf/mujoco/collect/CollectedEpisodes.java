package org.aihf.mujoco.collect;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.statistics.Summary;

/**
 * Whole episodes of a directory of data by class: how good the data are, before anything is learned
 * from them.
 *
 * @param nonPreferred compared, of the low class
 * @param preferred compared, of the medium class
 * @param compared of a class that nobody wrote down: a user's own files
 * @param demonstrations of the high class
 */
public record CollectedEpisodes(
    List<Trajectory> nonPreferred,
    List<Trajectory> preferred,
    List<Trajectory> compared,
    List<Trajectory> demonstrations) {
  /** Of a run without data. */
  public static final CollectedEpisodes NONE =
      new CollectedEpisodes(List.of(), List.of(), List.of(), List.of());

  /**
   * What there is of {@code demonstrations.npz} and {@code comparisons.npz}; the manifest that
   * {@code ./aihf mujoco collect} writes says which of the latter are non-preferred.
   *
   * @throws org.aihf.UserError naming the file that is damaged
   */
  public static CollectedEpisodes read(Path directory) {
    List<Trajectory> demonstrations =
        Files.exists(directory.resolve(CollectedFiles.DEMONSTRATIONS))
            ? CollectedFiles.demonstrations(directory)
            : List.of();
    List<Trajectory> compared =
        Files.exists(directory.resolve(CollectedFiles.COMPARISONS))
            ? CollectedFiles.comparisons(directory)
            : List.of();
    OptionalInt low = CollectedFiles.nonPreferred(directory);
    if (low.isEmpty() || low.getAsInt() < 0 || low.getAsInt() > compared.size()) {
      return new CollectedEpisodes(List.of(), List.of(), compared, demonstrations);
    }
    return new CollectedEpisodes(
        compared.subList(0, low.getAsInt()),
        compared.subList(low.getAsInt(), compared.size()),
        List.of(),
        demonstrations);
  }

  /** The classes that have episodes, by the names that the files use. */
  public Map<String, List<Trajectory>> byClass() {
    Map<String, List<Trajectory>> classes = new LinkedHashMap<>();
    classes.put("non_preferred", nonPreferred);
    classes.put("preferred", preferred);
    classes.put("compared", compared);
    classes.put("demonstrations", demonstrations);
    classes.values().removeIf(List::isEmpty);
    return classes;
  }

  /** Episodes, mean and standard deviation of the true returns of each class: a row of Table 1. */
  public Map<String, Object> returns() {
    Map<String, Object> returns = new LinkedHashMap<>();
    byClass().forEach((name, episodes) -> returns.put(name, row(CheckpointData.summary(episodes))));
    return returns;
  }

  static Map<String, Object> row(Summary summary) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("episodes", summary.count());
    row.put("mean", summary.mean());
    row.put("std", summary.deviation());
    return row;
  }
}
