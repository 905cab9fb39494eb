package org.aihf.mujoco.collect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.aihf.UserError;
import org.aihf.mujoco.data.PreferenceFile;
import org.aihf.mujoco.data.PreferenceSet;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.data.TrajectoryFile;
import org.aihf.run.AtomicFiles;
import org.aihf.run.FileErrors;

/**
 * A directory of collected data: {@code demonstrations.npz}, {@code comparisons.npz} (the episodes
 * that are compared, non-preferred ones first), {@code preferences.jsonl} (pairs of places in it)
 * and {@code manifest.json}, which says what was counted and how good it is.
 */
public final class CollectedFiles {
  public static final String DEMONSTRATIONS = "demonstrations.npz";
  public static final String COMPARISONS = "comparisons.npz";
  public static final String PREFERENCES = "preferences.jsonl";
  public static final String MANIFEST = "manifest.json";
  static final String NON_PREFERRED_EPISODES = "non_preferred_episodes";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private CollectedFiles() {}

  /**
   * Writes the directory, whole or not at all; one that is there is replaced.
   *
   * @param facts of the manifest that the data do not know: seed, options, versions
   * @throws org.aihf.UserError if it cannot be written
   */
  public static void write(
      Path directory, String environment, CollectedData data, Map<String, ?> facts) {
    AtomicFiles.writeDirectory(
        directory,
        into -> {
          TrajectoryFile.write(into.resolve(DEMONSTRATIONS), data.demonstrations());
          TrajectoryFile.write(into.resolve(COMPARISONS), data.preferences().trajectories());
          PreferenceFile.write(into.resolve(PREFERENCES), data.preferences());
          AtomicFiles.write(
              into.resolve(MANIFEST),
              JSON.writeValueAsString(manifest(environment, data, facts)) + "\n");
        });
  }

  /**
   * The demonstrations of a directory.
   *
   * @throws org.aihf.UserError naming what is missing or wrong
   */
  public static List<Trajectory> demonstrations(Path directory) {
    return TrajectoryFile.read(directory.resolve(DEMONSTRATIONS));
  }

  /**
   * The preferences of a directory.
   *
   * @throws org.aihf.UserError naming what is missing or wrong
   */
  public static PreferenceSet preferences(Path directory) {
    return PreferenceFile.read(directory.resolve(PREFERENCES), comparisons(directory));
  }

  /**
   * The episodes of a directory that are compared, the non-preferred ones first.
   *
   * @throws org.aihf.UserError naming what is missing or wrong
   */
  public static List<Trajectory> comparisons(Path directory) {
    return TrajectoryFile.read(directory.resolve(COMPARISONS));
  }

  /**
   * How many of {@link #comparisons} are non-preferred; empty where no manifest says so, because a
   * user made the files.
   *
   * @throws org.aihf.UserError if there is a manifest and it is not JSON
   */
  static OptionalInt nonPreferred(Path directory) {
    JsonNode count = manifest(directory).path("counts").path(NON_PREFERRED_EPISODES);
    return count.isInt() ? OptionalInt.of(count.intValue()) : OptionalInt.empty();
  }

  /** The manifest of a directory; without one, nothing. */
  static JsonNode manifest(Path directory) {
    Path file = directory.resolve(MANIFEST);
    try {
      return Files.exists(file) ? JSON.readTree(file.toFile()) : MissingNode.getInstance();
    } catch (JsonProcessingException e) {
      throw new UserError(
          "%s is not valid JSON: %s"
              .formatted(file, e.getOriginalMessage().lines().findFirst().orElse("")),
          e);
    } catch (IOException e) {
      throw FileErrors.cannot("read", file, e);
    }
  }

  private static Map<String, Object> manifest(
      String environment, CollectedData data, Map<String, ?> facts) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("environment", environment);
    manifest.putAll(facts);
    manifest.put("counts", data.counts());
    manifest.put("true_returns", episodes(data).returns());
    manifest.put("checkpoints", data.checkpoints().stream().map(c -> checkpoint(c, data)).toList());
    return manifest;
  }

  private static CollectedEpisodes episodes(CollectedData data) {
    return new CollectedEpisodes(
        data.nonPreferred(), data.preferred(), List.of(), data.demonstrations());
  }

  private static Map<String, Object> checkpoint(CheckpointData checkpoint, CollectedData data) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", checkpoint.name());
    row.put("class", data.classes().of(checkpoint).name().toLowerCase(Locale.ROOT));
    row.put("transitions", checkpoint.transitions());
    row.putAll(CollectedEpisodes.row(checkpoint.returns()));
    return row;
  }
}
