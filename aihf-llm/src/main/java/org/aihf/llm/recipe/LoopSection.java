package org.aihf.llm.recipe;

/**
 * Algorithm 1.
 *
 * @param iterations K
 * @param policySteps policy updates per iteration
 * @param rewardSteps reward updates per iteration; RLHF ignores it
 */
public record LoopSection(int iterations, int policySteps, int rewardSteps) {
  static LoopSection defaults() {
    return new LoopSection(25, 4, 2);
  }
}
