package org.aihf.mujoco.data;

import org.aihf.random.RandomStream;

/** Trajectories for tests. */
public final class Numbered {
  private Numbered() {}

  /** Episode {@code e} of the fixtures that {@code make_trajectory_fixtures.py} wrote. */
  static Trajectory fixture(int e, int length, boolean terminated) {
    float[] observations = new float[(length + 1) * 4];
    float[] actions = new float[length * 2];
    float[] rewards = new float[length];
    for (int i = 0; i < observations.length; i++) {
      observations[i] = e + (i / 4) / 8f + (i % 4) / 64f;
    }
    for (int i = 0; i < actions.length; i++) {
      actions[i] = -(e + (i / 2) / 8f + (i % 2) / 64f);
    }
    for (int t = 0; t < length; t++) {
      rewards[t] = t - e / 2f;
    }
    return new Trajectory(observations, actions, rewards, 4, 2, terminated);
  }

  /** Normal observations, uniform actions and rewards around {@code meanReward}. */
  public static Trajectory random(
      RandomStream random, int length, int observationSize, int actionSize, double meanReward) {
    float[] observations = new float[(length + 1) * observationSize];
    float[] actions = new float[length * actionSize];
    float[] rewards = new float[length];
    for (int i = 0; i < observations.length; i++) {
      observations[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < actions.length; i++) {
      actions[i] = (float) random.nextDouble(-1, 1);
    }
    for (int i = 0; i < length; i++) {
      rewards[i] = (float) (meanReward + random.nextDouble(-0.5, 0.5));
    }
    return new Trajectory(observations, actions, rewards, observationSize, actionSize, false);
  }
}
