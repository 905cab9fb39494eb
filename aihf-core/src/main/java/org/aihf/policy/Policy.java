package org.aihf.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.aihf.Checkpointable;
import org.aihf.Metrics;
import org.aihf.reward.RewardFunction;

/**
 * A trainable policy π with its own reference π⁰ (fixed at construction) and its own source of
 * contexts (prompts, start states).
 *
 * @param <T> what the policy produces: a completion, a trajectory, an index into a table
 */
public interface Policy<T> extends Checkpointable {
  /**
   * Policy alignment: {@code steps} updates towards arg max of L₃(π; R) (eq. 7), e.g. by ReMax,
   * RLOO, PPO or SAC, warm-started from the current policy.
   *
   * @param reward R, fixed during this call
   * @param onStep hears each update's metrics
   * @return mean metrics of the steps
   */
  Metrics align(RewardFunction<T> reward, int steps, Consumer<Metrics> onStep);

  /**
   * Fresh samples of the current policy, one for the context of each given trajectory, in order:
   * own samples answer the demonstrations' prompts.
   */
  List<T> sample(List<T> contexts);

  /** {@link #align} of a policy whose alignment is one update after the other. */
  static Metrics repeat(int steps, Consumer<Metrics> onStep, Supplier<Metrics> update) {
    List<Metrics> all = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      Metrics step = update.get();
      all.add(step);
      onStep.accept(step);
    }
    return Metrics.mean(all);
  }
}
