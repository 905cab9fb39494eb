package org.aihf.mujoco.env;

/**
 * What Gymnasium's constructors let one change about a walking robot; each robot's class documents
 * its defaults. The ranges in which it is healthy, the model and the frame skip are those of the
 * task: for others write a {@link MujocoEnvironment}.
 *
 * @param forwardRewardWeight times the forward velocity
 * @param controlCostWeight times the sum of squared actions, subtracted
 * @param healthyReward a step, for standing; 0 for a robot that cannot fall
 * @param terminateWhenUnhealthy whether a fall ends the episode
 * @param resetNoiseScale of positions and velocities at the start; 0 starts every episode alike
 * @param excludePosition leaves the x position out of the observation
 */
public record LocomotionSettings(
    double forwardRewardWeight,
    double controlCostWeight,
    double healthyReward,
    boolean terminateWhenUnhealthy,
    double resetNoiseScale,
    boolean excludePosition) {

  public LocomotionSettings {
    if (!(resetNoiseScale >= 0) || !Double.isFinite(resetNoiseScale)) {
      throw new IllegalArgumentException(
          "resetNoiseScale is " + resetNoiseScale + ", not a number >= 0");
    }
  }

  public LocomotionSettings withResetNoiseScale(double scale) {
    return new LocomotionSettings(
        forwardRewardWeight,
        controlCostWeight,
        healthyReward,
        terminateWhenUnhealthy,
        scale,
        excludePosition);
  }

  /**
   * Goes on simulating a fallen robot, without the healthy reward: episodes then differ only by
   * truncation.
   */
  public LocomotionSettings withTerminateWhenUnhealthy(boolean terminate) {
    return new LocomotionSettings(
        forwardRewardWeight,
        controlCostWeight,
        healthyReward,
        terminate,
        resetNoiseScale,
        excludePosition);
  }

  public LocomotionSettings withRewards(
      double forwardWeight, double controlWeight, double healthy) {
    return new LocomotionSettings(
        forwardWeight,
        controlWeight,
        healthy,
        terminateWhenUnhealthy,
        resetNoiseScale,
        excludePosition);
  }

  public LocomotionSettings withExcludePosition(boolean exclude) {
    return new LocomotionSettings(
        forwardRewardWeight,
        controlCostWeight,
        healthyReward,
        terminateWhenUnhealthy,
        resetNoiseScale,
        exclude);
  }
}
