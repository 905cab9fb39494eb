package org.aihf.mujoco.env;

/**
 * What an action led to.
 *
 * @param observation after the action; the caller's own
 * @param terminated the task itself ended here: no future reward, do not bootstrap
 * @param truncated the episode was cut off (a time limit): the future has a value, bootstrap
 */
public record Step(
    double[] observation, double reward, boolean terminated, boolean truncated, Info info) {
  /** Whether the episode is over and {@link Environment#reset} is due. */
  public boolean done() {
    return terminated || truncated;
  }

  Step withObservation(double[] replacement) {
    return new Step(replacement, reward, terminated, truncated, info);
  }

  Step withReward(double replacement) {
    return new Step(observation, replacement, terminated, truncated, info);
  }

  Step withEnd(boolean nowTerminated, boolean nowTruncated) {
    return new Step(observation, reward, nowTerminated, nowTruncated, info);
  }

  Step withInfo(Info replacement) {
    return new Step(observation, reward, terminated, truncated, replacement);
  }
}
