package org.aihf.mujoco.collect;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.aihf.mujoco.data.PreferenceFile;
import org.aihf.mujoco.data.PreferenceSet;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.data.TrajectoryFile;
import org.aihf.run.AtomicFiles;
import org.aihf.statistics.Summary;

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
    return PreferenceFile.read(
        directory.resolve(PREFERENCES), TrajectoryFile.read(directory.resolve(COMPARISONS)));
  }

  private static Map<String, Object> manifest(
      String environment, CollectedData data, Map<String, ?> facts) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("environment", environment);
    manifest.putAll(facts);
    manifest.put("counts", data.counts());
    Map<String, Object> quality = new LinkedHashMap<>();
    quality.put("non_preferred", row(data.nonPreferredReturns()));
    quality.put("preferred", row(data.preferredReturns()));
    quality.put("demonstrations", row(data.demonstrationReturns()));
    manifest.put("true_returns", quality);
    manifest.put("checkpoints", data.checkpoints().stream().map(c -> checkpoint(c, data)).toList());
    return manifest;
  }

  private static Map<String, Object> row(Summary summary) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("episodes", summary.count());
    row.put("mean", summary.mean());
    row.put("std", summary.deviation());
    return row;
  }

  private static Map<String, Object> checkpoint(CheckpointData checkpoint, CollectedData data) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", checkpoint.name());
    row.put("class", data.classes().of(checkpoint).name().toLowerCase(Locale.ROOT));
    row.put("transitions", checkpoint.transitions());
    row.putAll(row(checkpoint.returns()));
    return row;
  }
}
