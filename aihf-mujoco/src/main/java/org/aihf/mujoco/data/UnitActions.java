package org.aihf.mujoco.data;

import java.nio.file.Path;
import java.util.List;
import org.aihf.UserError;

/**
 * Actions as policies give them and rewards see them, in [-1, 1]: torques of -2 to 2, say, would be
 * cut off by cloning and mean something else to a reward.
 */
public final class UnitActions {
  /** What float arithmetic may leave beyond the bounds. */
  private static final float ROUNDING = 1e-5f;

  private UnitActions() {}

  /**
   * Refuses episodes whose actions are anything else.
   *
   * @param file that they were read from, all of it
   * @throws UserError naming file, episode, step and value of the first one outside
   */
  public static void require(Path file, List<Trajectory> episodes) {
    for (int i = 0; i < episodes.size(); i++) {
      float[] actions = episodes.get(i).actions();
      for (int j = 0; j < actions.length; j++) {
        if (Math.abs(actions[j]) > 1 + ROUNDING) {
          throw new UserError(
              "%s: the action at step %d of episode %d (from 0) has %s; actions must be in [-1, 1]: divide them by the environment's bounds"
                  .formatted(file, j / episodes.get(i).actionSize(), i, actions[j]));
        }
      }
    }
  }
}
