package org.aihf.mujoco.env;

/** What every environment demands of an action. */
public final class ActionCheck {
  private ActionCheck() {}

  /**
   * @throws IllegalArgumentException for another length than the space's or a number that is not
   *     finite
   */
  public static void check(double[] action, Box space) {
    if (action.length != space.dimension()) {
      throw new IllegalArgumentException(
          "an action here has " + space.dimension() + " numbers, not " + action.length);
    }
    for (int i = 0; i < action.length; i++) {
      if (!Double.isFinite(action[i])) {
        throw new IllegalArgumentException("action[" + i + "] is " + action[i]);
      }
    }
  }
}
