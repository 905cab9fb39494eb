package org.aihf.mujoco.data;

import java.util.Arrays;

/**
 * An episode, or a fragment of one, in flat arrays; the τ of Algorithm 1 in control.
 *
 * <p>Immutable by convention: nobody writes to the arrays once it is made. Equal if all numbers
 * are.
 *
 * @param observations (length + 1) · observationSize numbers, step after step: s₀, s₁, ..., the
 *     last one is where the last action led
 * @param actions length · actionSize numbers, as a policy gives them: in [-1, 1], which {@link
 *     org.aihf.mujoco.env.RescaleAction} stretches to an environment's bounds
 * @param rewards the <em>true</em> rewards, as the environment paid them, one for each action;
 *     never a learned reward. They measure and label; no reward model sees them
 * @param observationSize numbers in an observation
 * @param actionSize numbers in an action
 * @param terminated whether the task itself ended with the last action (a fall); false for a time
 *     limit and for fragments that stop earlier: the future would have had a value
 */
public record Trajectory(
    float[] observations,
    float[] actions,
    float[] rewards,
    int observationSize,
    int actionSize,
    boolean terminated) {

  public Trajectory {
    if (observationSize < 1 || actionSize < 1) {
      throw new IllegalArgumentException(
          "observationSize %d and actionSize %d must be at least 1"
              .formatted(observationSize, actionSize));
    }
    int length = rewards.length;
    if (length < 1) {
      throw new IllegalArgumentException("a trajectory has at least one transition");
    }
    if (actions.length != (long) length * actionSize
        || observations.length != (length + 1L) * observationSize) {
      throw new IllegalArgumentException(
          "%d rewards go with %d numbers of actions of size %d and %d of observations of size %d, not %d and %d"
              .formatted(
                  length,
                  (long) length * actionSize,
                  actionSize,
                  (length + 1L) * observationSize,
                  observationSize,
                  actions.length,
                  observations.length));
    }
  }

  /** Number of transitions. */
  public int length() {
    return rewards.length;
  }

  /** Sum of the true rewards. */
  public double trueReturn() {
    return trueReturn(1);
  }

  /** Σ γ^t r_t of the true rewards. */
  public double trueReturn(double discount) {
    double sum = 0;
    double factor = 1;
    for (float reward : rewards) {
      sum += factor * reward;
      factor *= discount;
    }
    return sum;
  }

  /** Observation s₀: the context that an own sample shares with a demonstration. */
  public float[] startState() {
    return Arrays.copyOf(observations, observationSize);
  }

  /**
   * The transitions {@code from} (inclusive) to {@code to} (exclusive): a fragment. It terminates
   * only if it keeps the end of a trajectory that does.
   *
   * @throws IllegalArgumentException if the range is empty or outside
   */
  public Trajectory slice(int from, int to) {
    if (from < 0 || to > length() || from >= to) {
      throw new IllegalArgumentException(
          "no fragment from %d to %d in a trajectory of %d transitions"
              .formatted(from, to, length()));
    }
    if (from == 0 && to == length()) {
      return this;
    }
    return new Trajectory(
        Arrays.copyOfRange(observations, from * observationSize, (to + 1) * observationSize),
        Arrays.copyOfRange(actions, from * actionSize, to * actionSize),
        Arrays.copyOfRange(rewards, from, to),
        observationSize,
        actionSize,
        terminated && to == length());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Trajectory that
        && observationSize == that.observationSize
        && actionSize == that.actionSize
        && terminated == that.terminated
        && Arrays.equals(observations, that.observations)
        && Arrays.equals(actions, that.actions)
        && Arrays.equals(rewards, that.rewards);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(observations) + Arrays.hashCode(actions);
  }

  @Override
  public String toString() {
    return "Trajectory(%d transitions, %d observations, %d actions, true return %.6g%s)"
        .formatted(
            length(), observationSize, actionSize, trueReturn(), terminated ? ", terminated" : "");
  }
}
