package org.aihf.mujoco.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aihf.data.JsonLine;
import org.aihf.data.JsonlReader;
import org.aihf.data.JsonlWriter;

/**
 * Preferences between fragments of a file of trajectories, JSONL: {@code {"chosen": [3, 0, 50],
 * "rejected": [7, 120, 170]}}. Either side is [episode, from, to): the index of a trajectory in its
 * file, from 0, and of its transitions; {@code [3]} alone is all of it. {@code "margin"} and {@code
 * "weight"} are as in {@link org.aihf.data.Preference}, 0 and 1 when absent.
 */
public final class PreferenceFile {
  private PreferenceFile() {}

  /**
   * @param trajectories of the file that the indices are meant for
   * @throws org.aihf.UserError naming file and line of the first mistake
   */
  public static PreferenceSet read(Path file, List<Trajectory> trajectories) {
    return new PreferenceSet(
        trajectories,
        JsonlReader.read(
            file,
            line ->
                new PreferenceSet.Pair(
                    fragment(line, "chosen", trajectories),
                    fragment(line, "rejected", trajectories),
                    line.number("margin", 0),
                    line.nonNegative("weight", 1))));
  }

  private static Fragment fragment(JsonLine line, String field, List<Trajectory> trajectories) {
    double[] numbers = line.numbers(field);
    if (numbers.length != 1 && numbers.length != 3) {
      throw line.error(
          "field '%s' has %d numbers; it must be [episode] or [episode, from, to]",
          field, numbers.length);
    }
    double episode = numbers[0];
    if (!(episode >= 0 && episode < trajectories.size() && episode == Math.rint(episode))) {
      throw line.error(
          "field '%s' names episode %s; the trajectories are 0 to %d",
          field, text(episode), trajectories.size() - 1);
    }
    int length = trajectories.get((int) episode).length();
    double from = numbers.length == 3 ? numbers[1] : 0;
    double to = numbers.length == 3 ? numbers[2] : length;
    if (!(from >= 0
        && from < to
        && to <= length
        && from == Math.rint(from)
        && to == Math.rint(to))) {
      throw line.error(
          "field '%s' goes from %s to %s; episode %s has transitions 0 to %d (exclusive)",
          field, text(from), text(to), text(episode), length);
    }
    return new Fragment((int) episode, (int) from, (int) to);
  }

  private static String text(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  /**
   * Writes the pairs; the trajectories go to a file of their own ({@link TrajectoryFile}).
   *
   * @throws org.aihf.UserError if the file cannot be written
   */
  public static void write(Path file, PreferenceSet preferences) {
    JsonlWriter.write(file, sink -> preferences.pairs().forEach(pair -> sink.accept(row(pair))));
  }

  private static Map<String, Object> row(PreferenceSet.Pair pair) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("chosen", numbers(pair.chosen()));
    row.put("rejected", numbers(pair.rejected()));
    if (pair.margin() != 0) {
      row.put("margin", pair.margin());
    }
    if (pair.weight() != 1) {
      row.put("weight", pair.weight());
    }
    return row;
  }

  private static int[] numbers(Fragment fragment) {
    return new int[] {fragment.episode(), fragment.from(), fragment.to()};
  }
}
