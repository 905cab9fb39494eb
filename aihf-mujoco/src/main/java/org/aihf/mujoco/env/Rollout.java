package org.aihf.mujoco.env;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.aihf.UserError;
import org.aihf.data.JsonLine;
import org.aihf.data.JsonlReader;
import org.aihf.data.JsonlWriter;
import org.jspecify.annotations.Nullable;

/**
 * Replays actions from a file, one a line: {@code {"action": [0.1, -0.2, 0.3]}}. A line of a MuJoCo
 * environment may also say where to act from: {@code "qpos": [...], "qvel": [...]}. For each, a
 * line {@code {"observation", "reward", "terminated", "truncated", "info"}} comes out.
 *
 * <p>There is one reset, at the start. What follows a termination is simulated on, as Gymnasium's
 * environments do when nobody resets them, so line t of the output always belongs to line t of the
 * input.
 */
public final class Rollout {
  private record Act(
      long line, double[] action, double @Nullable [] qpos, double @Nullable [] qvel) {
    static Act of(JsonLine line) {
      if (line.has("qpos") != line.has("qvel")) {
        throw line.error("'qpos' and 'qvel' come together or not at all");
      }
      boolean state = line.has("qpos");
      return new Act(
          line.number(),
          line.numbers("action"),
          state ? line.numbers("qpos") : null,
          state ? line.numbers("qvel") : null);
    }
  }

  private Rollout() {}

  /**
   * Resets {@code environment} and replays into a file.
   *
   * @param actions JSONL
   * @param output JSONL; appears when complete
   * @return how many steps were made
   * @throws UserError naming file and line of an action that does not fit
   */
  public static int run(Environment environment, long seed, Path actions, Path output) {
    int[] steps = new int[1];
    JsonlWriter.write(
        output,
        sink -> steps[0] = replay(environment, seed, actions, step -> sink.accept(row(step))));
    return steps[0];
  }

  /**
   * Resets {@code environment}, replays and hands over each step.
   *
   * @return how many steps were made
   * @throws UserError naming file and line of an action that does not fit
   */
  public static int replay(
      Environment environment, long seed, Path actions, Consumer<Step> listener) {
    List<Act> acts = JsonlReader.read(actions, Act::of);
    environment.reset(seed);
    acts.forEach(act -> listener.accept(step(environment, act, actions)));
    return acts.size();
  }

  private static Step step(Environment environment, Act act, Path file) {
    try {
      if (act.qpos != null && act.qvel != null) {
        if (!(environment.unwrapped() instanceof MujocoEnvironment mujoco)) {
          throw new IllegalArgumentException("only MuJoCo environments take 'qpos' and 'qvel'");
        }
        mujoco.setState(act.qpos, act.qvel);
      }
      Step step = environment.step(act.action);
      if (!Double.isFinite(step.reward())) {
        throw new IllegalArgumentException(
            "the reward of this action is %s; make the action smaller".formatted(step.reward()));
      }
      return step;
    } catch (IllegalArgumentException e) {
      throw new UserError(file + " line " + act.line + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> row(Step step) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("observation", step.observation());
    row.put("reward", step.reward());
    row.put("terminated", step.terminated());
    row.put("truncated", step.truncated());
    row.put("info", step.info().asMap());
    return row;
  }
}
