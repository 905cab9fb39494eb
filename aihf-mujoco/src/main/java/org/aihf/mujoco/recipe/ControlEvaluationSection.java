package org.aihf.mujoco.recipe;

import org.aihf.UserError;

/**
 * Evaluation in environments of its own, on the true reward.
 *
 * @param every iterations between evaluations
 * @param episodes of the mode of the policy, each time
 * @param stochasticEpisodes of actions drawn from the policy besides, each time: {@code
 *     eval/true_reward_stochastic}; 0 for none
 */
public record ControlEvaluationSection(int every, int episodes, int stochasticEpisodes) {
  static ControlEvaluationSection defaults() {
    return new ControlEvaluationSection(2, 10, 0);
  }

  void check() {
    if (every < 1 || episodes < 1) {
      throw new UserError(
          "option 'evaluation.%s' must be at least 1".formatted(every < 1 ? "every" : "episodes"));
    }
    if (stochasticEpisodes < 0) {
      throw new UserError(
          "option 'evaluation.stochastic_episodes' is %d; it must be at least 0"
              .formatted(stochasticEpisodes));
    }
  }
}
