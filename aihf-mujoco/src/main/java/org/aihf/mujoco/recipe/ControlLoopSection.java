package org.aihf.mujoco.recipe;

import org.aihf.run.recipe.Range;

/**
 * Algorithm 1's budgets; for methods without a learned reward only their product counts.
 *
 * @param iterations K
 * @param policySteps steps of the environment per policy alignment
 * @param rewardSteps gradient steps per reward alignment
 * @param sampledEpisodes whole episodes of the policy that own samples are cut from
 * @param exportEvery iterations between copies of the policy in {@code checkpoints/policy-STEPS},
 *     for {@code ./aihf mujoco collect}; 0 for the last, {@code checkpoints/policy}, only
 */
public record ControlLoopSection(
    int iterations, int policySteps, int rewardSteps, int sampledEpisodes, int exportEvery) {
  /** 1M steps in alignments of 5k (Fig. 5), ten own episodes each (ML-IRL). */
  static ControlLoopSection defaults() {
    return new ControlLoopSection(200, 5_000, 50, 10, 0);
  }

  void check() {
    Range.atLeast(1, "loop.iterations", iterations);
    Range.atLeast(1, "loop.policy_steps", policySteps);
    Range.atLeast(0, "loop.reward_steps", rewardSteps);
    Range.atLeast(1, "loop.sampled_episodes", sampledEpisodes);
    Range.atLeast(0, "loop.export_every", exportEvery);
  }
}
