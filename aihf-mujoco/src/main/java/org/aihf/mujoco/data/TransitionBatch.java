package org.aihf.mujoco.data;

/**
 * Transitions side by side in flat arrays, row-major, for numeric code: filled again and again by
 * whoever owns it.
 *
 * @param size n
 * @param observations s: {@code [n * observationSize]}
 * @param actions a, as the policy gives them (in [-1, 1]): {@code [n * actionSize]}
 * @param rewards r: {@code [n]}
 * @param nextObservations s′; at an episode's end its last observation, never the start of the
 *     following one: {@code [n * observationSize]}
 * @param terminated 1 where s′ ended the episode for good, 0 elsewhere and at a time limit: {@code
 *     [n]}
 */
public record TransitionBatch(
    int size,
    int observationSize,
    int actionSize,
    float[] observations,
    float[] actions,
    float[] rewards,
    float[] nextObservations,
    float[] terminated) {

  /** Room for {@code size} transitions. */
  public static TransitionBatch allocate(int size, int observationSize, int actionSize) {
    return new TransitionBatch(
        size,
        observationSize,
        actionSize,
        new float[size * observationSize],
        new float[size * actionSize],
        new float[size],
        new float[size * observationSize],
        new float[size]);
  }
}
