package org.aihf.mujoco.data;

import java.util.Arrays;

/**
 * Brings recorded episodes into the form of {@link org.aihf.mujoco.env.AbsorbingState}: as if they
 * had been played in it. For data of one's own, and for actors that were trained without it.
 */
public final class AbsorbingPadding {
  private AbsorbingPadding() {}

  /**
   * The same episode with one number more in an observation (0 while alive). Where it terminated,
   * the state reached is the absorbing one (zeros and a 1), and it is waited there, with zero
   * actions and zero true rewards, until the horizon. What was cut off before (a time limit, a
   * fragment) is not made longer: nobody knows how it went on.
   */
  public static Trajectory pad(Trajectory episode, int horizon) {
    Trajectory played = episode.length() > horizon ? episode.slice(0, horizon) : episode;
    int s = played.observationSize();
    int length = played.terminated() ? horizon : played.length();
    int alive = played.terminated() ? played.length() : played.length() + 1;
    float[] observations = new float[(length + 1) * (s + 1)];
    for (int t = 0; t < alive; t++) {
      System.arraycopy(played.observations(), t * s, observations, t * (s + 1), s);
    }
    for (int t = alive; t <= length; t++) {
      observations[t * (s + 1) + s] = 1;
    }
    return new Trajectory(
        observations,
        Arrays.copyOf(played.actions(), length * played.actionSize()),
        Arrays.copyOf(played.rewards(), length),
        s + 1,
        played.actionSize(),
        false);
  }
}
