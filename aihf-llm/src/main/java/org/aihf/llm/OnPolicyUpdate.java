package org.aihf.llm;

import java.io.IOException;
import java.nio.file.Path;
import org.aihf.Metrics;

/** How a policy learns from one rollout: one gradient step, or many with a critic. */
interface OnPolicyUpdate {
  /**
   * Changes the policy.
   *
   * @param update number of the rollout, from 0
   * @return at least {@code objective/kl} and {@code objective/entropy} of the rollout
   */
  Metrics apply(Rollout rollout, long update);

  /** Writes what is learned besides the policy. */
  default void save(Path directory) throws IOException {}

  /** Continues from {@link #save}. */
  default void restore(Path directory) throws IOException {}
}
