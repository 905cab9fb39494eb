package org.aihf.mujoco.env;

/**
 * A task with continuous observations and actions, by Gymnasium's contract. One thread at a time.
 *
 * <p>To add one, implement the six abstract methods ({@link Pendulum} is a full example, {@link
 * EnvironmentRandom} and {@link ActionCheck} help) and let {@link EnvironmentChecker} look at it.
 * Arrays handed out are never written to again.
 */
public interface Environment extends AutoCloseable {
  Box observationSpace();

  Box actionSpace();

  /** Starts an episode; all randomness from here on follows from {@code seed}. */
  Reset reset(long seed);

  /**
   * Starts another episode with the randomness that is left of the last seed.
   *
   * @throws IllegalStateException when there never was a seed
   */
  Reset reset();

  /**
   * Acts once.
   *
   * @param action length {@code actionSpace().dimension()}; not clipped, see {@link ClipAction}
   * @throws IllegalArgumentException for another length or a number that is not finite
   * @throws IllegalStateException before the first reset, or when closed
   */
  Step step(double[] action);

  /**
   * Everything the future depends on, random stream included, so that a run can stop in the middle
   * of an episode.
   *
   * @throws UnsupportedOperationException when this environment cannot
   */
  default double[] snapshot() {
    throw new UnsupportedOperationException(
        getClass().getSimpleName()
            + " has no snapshot(): a run with it resumes only between episodes");
  }

  /** Continues from {@link #snapshot} bit for bit. */
  default void restore(double[] snapshot) {
    throw new UnsupportedOperationException(getClass().getSimpleName() + " has no restore()");
  }

  /** The environment inside all wrappers. */
  default Environment unwrapped() {
    return this;
  }

  @Override
  void close();
}
