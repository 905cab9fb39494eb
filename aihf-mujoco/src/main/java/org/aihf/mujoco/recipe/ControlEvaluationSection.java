package org.aihf.mujoco.recipe;

import org.aihf.UserError;

/**
 * Evaluation in environments of its own, on the true reward.
 *
 * @param every iterations between evaluations
 * @param episodes of the mode of the policy, each time
 */
public record ControlEvaluationSection(int every, int episodes) {
  static ControlEvaluationSection defaults() {
    return new ControlEvaluationSection(2, 10);
  }

  void check() {
    if (every < 1 || episodes < 1) {
      throw new UserError(
          "option 'evaluation.%s' must be at least 1".formatted(every < 1 ? "every" : "episodes"));
    }
  }
}
