package org.aihf.mujoco.env;

/**
 * A two-legged walker: 17 observations (z, torso angle, thigh, leg, foot, the same of the left leg;
 * then the velocities of x, z and these angles, clipped to 10), 6 torques. Falls outside 0.8 < z <
 * 2 or -1 < angle < 1.
 */
public final class Walker2d extends Locomotion {
  /** 1 a step for standing, 0.001 control cost, start noise 0.005. */
  public static final LocomotionSettings DEFAULTS =
      new LocomotionSettings(1, 1e-3, 1, true, 5e-3, true);

  public Walker2d(Version version, LocomotionSettings settings) {
    super(
        version == Version.V4 ? "walker2d_v4.xml" : "walker2d_v5.xml", 4, 9, 6, version, settings);
  }

  @Override
  boolean isHealthy() {
    double z = qpos().get(1);
    double angle = qpos().get(2);
    return z > 0.8 && z < 2 && angle > -1 && angle < 1;
  }

  @Override
  double velocityLimit() {
    return 10;
  }

  @Override
  boolean gaussianVelocityNoise() {
    return false;
  }
}
