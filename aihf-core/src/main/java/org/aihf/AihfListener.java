package org.aihf;

import java.util.List;

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

  /** Several listeners as one, in order. The run stops if any of them says so; all are heard. */
  static AihfListener all(AihfListener... listeners) {
    List<AihfListener> each = List.of(listeners);
    return new AihfListener() {
      @Override
      public void onPolicyStep(int iteration, Metrics metrics) {
        each.forEach(listener -> listener.onPolicyStep(iteration, metrics));
      }

      @Override
      public void onRewardStep(int iteration, Metrics metrics) {
        each.forEach(listener -> listener.onRewardStep(iteration, metrics));
      }

      @Override
      public boolean onIteration(int iteration, Metrics metrics) {
        boolean go = true;
        for (AihfListener listener : each) {
          go &= listener.onIteration(iteration, metrics);
        }
        return go;
      }
    };
  }
}
