package org.aihf.mujoco.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aihf.data.JsonLine;
import org.aihf.data.JsonlReader;
import org.aihf.data.JsonlWriter;
import org.jspecify.annotations.Nullable;

/** Trajectories as JSON, one a line; {@link TrajectoryFile} describes the line. */
final class JsonlTrajectories {
  private JsonlTrajectories() {}

  static void write(Path file, List<Trajectory> trajectories) {
    JsonlWriter.write(file, sink -> trajectories.forEach(t -> sink.accept(row(t))));
  }

  private static Map<String, Object> row(Trajectory trajectory) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("observations", rows(trajectory.observations(), trajectory.observationSize()));
    row.put("actions", rows(trajectory.actions(), trajectory.actionSize()));
    row.put("rewards", trajectory.rewards());
    row.put("terminated", trajectory.terminated());
    return row;
  }

  private static List<float[]> rows(float[] flat, int size) {
    List<float[]> rows = new ArrayList<>();
    for (int at = 0; at < flat.length; at += size) {
      rows.add(Arrays.copyOfRange(flat, at, at + size));
    }
    return rows;
  }

  static List<Trajectory> read(Path file) {
    List<Trajectory> trajectories = new ArrayList<>();
    JsonlReader.forEach(
        file,
        line -> of(line, trajectories.isEmpty() ? null : trajectories.get(0)),
        trajectories::add);
    return trajectories;
  }

  private static Trajectory of(JsonLine line, @Nullable Trajectory first) {
    double[][] observations = line.table("observations");
    double[][] actions = line.table("actions");
    double[] rewards = line.numbers("rewards");
    if (rewards.length == 0) {
      throw line.error("field 'rewards' is empty; a trajectory has at least one transition");
    }
    requireRows(line, "actions", actions, rewards.length, "one for each reward");
    requireRows(
        line,
        "observations",
        observations,
        rewards.length + 1,
        "one before each action and the one that the last action led to");
    int observationSize = observations[0].length;
    int actionSize = actions[0].length;
    if (first != null
        && (first.observationSize() != observationSize || first.actionSize() != actionSize)) {
      throw line.error(
          "observations of %d and actions of %d numbers, but line 1 has %d and %d; every trajectory of a file must have the same",
          observationSize, actionSize, first.observationSize(), first.actionSize());
    }
    return new Trajectory(
        flat(line, "observations", observations),
        flat(line, "actions", actions),
        flat(line, "rewards", rewards),
        observationSize,
        actionSize,
        line.flag("terminated"));
  }

  private static void requireRows(
      JsonLine line, String field, double[][] rows, int expected, String meaning) {
    if (rows.length != expected) {
      throw line.error(
          "field '%s' has %d rows, expected %d: %s", field, rows.length, expected, meaning);
    }
    if (rows[0].length == 0) {
      throw line.error("field '%s' has empty rows; each must be a list of numbers", field);
    }
  }

  private static float[] flat(JsonLine line, String field, double[]... rows) {
    float[] flat = new float[rows.length * rows[0].length];
    int at = 0;
    for (double[] row : rows) {
      for (double value : row) {
        flat[at] = (float) value;
        if (!Float.isFinite(flat[at])) {
          throw line.error("field '%s' has %s, too large for a float32", field, value);
        }
        at++;
      }
    }
    return flat;
  }
}
