package org.aihf.mujoco.recipe;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aihf.data.JsonLine;
import org.aihf.data.JsonlReader;
import org.aihf.data.JsonlWriter;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.reward.RewardFunction;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code returns.jsonl}: what one whole episode is worth.
 *
 * @param source {@link #POLICY}, or the class of the data: {@code non_preferred}, {@code
 *     preferred}, {@code compared} or {@code demonstrations}
 * @param length steps
 * @param trueReturn undiscounted, of the environment's own rewards
 * @param learnedReturn R of the finished learned reward, where there is one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EpisodeReturn(
    String source,
    int length,
    @JsonProperty("true_return") double trueReturn,
    @JsonProperty("learned_return") @Nullable Double learnedReturn) {
  /** The last evaluation of the finished policy. */
  public static final String POLICY = "policy";

  static List<EpisodeReturn> of(
      String source, List<Trajectory> episodes, @Nullable RewardFunction<Trajectory> learned) {
    double[] scores = learned == null ? new double[0] : learned.finiteScores(episodes);
    List<EpisodeReturn> rows = new ArrayList<>();
    for (int i = 0; i < episodes.size(); i++) {
      Trajectory episode = episodes.get(i);
      rows.add(
          new EpisodeReturn(
              source, episode.length(), episode.trueReturn(), learned == null ? null : scores[i]));
    }
    return rows;
  }

  /**
   * Reads a file of them.
   *
   * @throws org.aihf.UserError naming file, line and field of the first mistake
   */
  public static List<EpisodeReturn> read(Path file) {
    return JsonlReader.read(file, EpisodeReturn::read);
  }

  private static EpisodeReturn read(JsonLine line) {
    return new EpisodeReturn(
        line.text("source"),
        (int) line.number("length"),
        line.number("true_return"),
        line.has("learned_return") ? line.number("learned_return") : null);
  }

  static void write(Path file, List<EpisodeReturn> rows) {
    JsonlWriter.write(file, rows);
  }
}
