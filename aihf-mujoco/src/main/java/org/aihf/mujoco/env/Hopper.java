package org.aihf.mujoco.env;

import java.nio.DoubleBuffer;

/**
 * A one-legged hopper: 11 observations (z, torso angle, thigh, leg, foot; then the velocities of x,
 * z and these angles, clipped to 10), 3 torques. Falls when z <= 0.7, |angle| >= 0.2 or any other
 * component of the state reaches 100.
 */
public final class Hopper extends Locomotion {
  /** 1 a step for standing, 0.001 control cost, start noise 0.005. */
  public static final LocomotionSettings DEFAULTS =
      new LocomotionSettings(1, 1e-3, 1, true, 5e-3, true);

  public Hopper(Version version, LocomotionSettings settings) {
    super("hopper.xml", 4, 6, 3, version, settings);
  }

  @Override
  boolean isHealthy() {
    double z = qpos().get(1);
    double angle = qpos().get(2);
    return z > 0.7 && angle > -0.2 && angle < 0.2 && within100(qpos(), 2) && within100(qvel(), 0);
  }

  private static boolean within100(DoubleBuffer values, int from) {
    for (int i = from; i < values.limit(); i++) {
      if (!(values.get(i) > -100 && values.get(i) < 100)) {
        return false;
      }
    }
    return true;
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
