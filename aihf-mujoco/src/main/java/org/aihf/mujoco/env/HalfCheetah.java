package org.aihf.mujoco.env;

/**
 * Half a cheetah: 17 observations (z, pitch, back thigh, shin, foot, front thigh, shin, foot; then
 * the velocities of x, z, pitch and these), 6 torques. It cannot fall: every episode runs to the
 * time limit. Versions 4 and 5 are the same task.
 */
public final class HalfCheetah extends Locomotion {
  /** No healthy reward, 0.1 control cost, start noise 0.1. */
  public static final LocomotionSettings DEFAULTS =
      new LocomotionSettings(1, 0.1, 0, false, 0.1, true);

  public HalfCheetah(Version version, LocomotionSettings settings) {
    super("half_cheetah.xml", 5, 9, 6, version, settings);
  }

  @Override
  boolean isHealthy() {
    return true;
  }

  @Override
  String forwardRewardName(Version of) {
    return of == Version.V4 ? "reward_run" : "reward_forward";
  }

  @Override
  double velocityLimit() {
    return Double.POSITIVE_INFINITY;
  }

  @Override
  boolean gaussianVelocityNoise() {
    return true;
  }
}
