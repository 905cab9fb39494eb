package org.aihf.mujoco.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.aihf.UserError;
import org.aihf.data.Preference;
import org.aihf.mujoco.collect.CollectedEpisodes;
import org.aihf.mujoco.collect.CollectedFiles;
import org.aihf.mujoco.collect.DataOrigin;
import org.aihf.mujoco.data.FragmentSampler;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.random.RandomStream;
import org.aihf.run.recipe.Range;

/**
 * What is learned from, as {@code ./aihf mujoco collect} writes it.
 *
 * @param directory with {@code demonstrations.npz}, {@code comparisons.npz} and {@code
 *     preferences.jsonl}
 * @param useDemonstrations false leaves them out
 * @param usePreferences false leaves them out
 * @param fragmentLength transitions of a demonstration as the reward sees it; 0: whole episodes
 * @param fragments how many such pieces are cut
 */
public record ControlDataSection(
    String directory,
    boolean useDemonstrations,
    boolean usePreferences,
    int fragmentLength,
    int fragments) {
  static ControlDataSection defaults() {
    return new ControlDataSection("", true, true, 50, 10_000);
  }

  void check() {
    Range.atLeast(0, "data.fragment_length", fragmentLength);
    Range.atLeast(1, "data.fragments", fragments);
  }

  boolean hasDemonstrations() {
    return !directory.isEmpty() && useDemonstrations;
  }

  boolean hasPreferences() {
    return !directory.isEmpty() && usePreferences;
  }

  /** Whole episodes; none if they are left out. */
  List<Trajectory> demonstrations() {
    return hasDemonstrations() ? CollectedFiles.demonstrations(existing()) : List.of();
  }

  /** The demonstrations as the reward sees them. */
  List<Trajectory> pieces(List<Trajectory> demonstrations, RandomStream random) {
    return fragmentLength == 0 || demonstrations.isEmpty()
        ? demonstrations
        : new FragmentSampler(demonstrations, fragmentLength).draw(fragments, random);
  }

  /** None if they are left out. */
  List<Preference<Trajectory>> preferences() {
    return hasPreferences() ? CollectedFiles.preferences(existing()).preferences() : List.of();
  }

  /**
   * Everything in the directory by quality, whether it is learned from or not: what the report
   * measures data and learned rewards on.
   */
  CollectedEpisodes collected() {
    return directory.isEmpty() ? CollectedEpisodes.NONE : CollectedEpisodes.read(existing());
  }

  /** Where it comes from; nothing is known of a recipe without data. */
  Optional<DataOrigin> origin() {
    return directory.isEmpty() ? Optional.empty() : Optional.of(DataOrigin.read(existing()));
  }

  private Path existing() {
    Path path = Path.of(directory);
    if (!Files.isDirectory(path)) {
      throw new UserError(
          "option 'data.directory' is '%s', which is no directory; './aihf mujoco collect' writes one"
              .formatted(directory));
    }
    return path;
  }
}
