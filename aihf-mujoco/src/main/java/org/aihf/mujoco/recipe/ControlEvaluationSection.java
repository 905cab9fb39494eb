package org.aihf.mujoco.recipe;

import org.aihf.run.recipe.Range;

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
    Range.atLeast(1, "evaluation.every", every);
    Range.atLeast(1, "evaluation.episodes", episodes);
    Range.atLeast(0, "evaluation.stochastic_episodes", stochasticEpisodes);
  }
}
