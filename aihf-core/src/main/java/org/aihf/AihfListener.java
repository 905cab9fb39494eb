package org.aihf;

/** Hears what the loop does; every method is optional. Runs on the loop's thread, between steps. */
public interface AihfListener {
  /** One update of the policy within policy alignment of {@code iteration} (0-based). */
  default void onPolicyStep(int iteration, Metrics metrics) {}

  /** One reward-alignment step of {@code iteration}. */
  default void onRewardStep(int iteration, Metrics metrics) {}

  /**
   * After both alignments of {@code iteration}.
   *
   * @return false to stop the run here, cleanly
   */
  default boolean onIteration(int iteration, Metrics metrics) {
    return true;
  }
}
