package org.aihf.reward;

import org.aihf.Checkpointable;
import org.aihf.Metrics;
import org.aihf.objective.RewardObjective;

/**
 * A trainable reward R(·; θ).
 *
 * <p>{@link #score} is the reward as the policy sees it; {@link #align} differentiates the raw
 * reward. Gradients never leave the implementation.
 */
public interface RewardModel<T> extends RewardFunction<T>, Checkpointable {
  /**
   * Reward alignment: one stochastic gradient step θ ← θ + η g (Algorithm 1) with g from {@code
   * objective} (eq. 22).
   *
   * @return loss, accuracies, margins, gradient norm of this step
   * @throws ArithmeticException if a score or the gradient is not finite
   */
  Metrics align(RewardBatch<T> batch, RewardObjective objective);
}
