package org.aihf;

import org.aihf.objective.RewardObjective;

/**
 * How Algorithm 1 runs.
 *
 * @param iterations K
 * @param policySteps updates of the policy per policy alignment (N)
 * @param rewardSteps gradient steps per reward alignment (M; Algorithm 1 prints one)
 * @param objective what reward alignment minimises; {@link org.aihf.objective.JointObjective} is
 *     eq. 22
 * @param demonstrationBatch demonstrations, and as many own samples, per reward step; 0 where the
 *     objective ignores them
 * @param preferenceBatch preference pairs per reward step; 0 to learn from demonstrations only
 * @param seed root of the loop's own randomness (data order)
 */
public record AihfConfig(
    int iterations,
    int policySteps,
    int rewardSteps,
    RewardObjective objective,
    int demonstrationBatch,
    int preferenceBatch,
    long seed) {
  public AihfConfig {
    requireAtLeast("iterations", iterations, 1);
    requireAtLeast("policySteps", policySteps, 0);
    requireAtLeast("rewardSteps", rewardSteps, 0);
    requireAtLeast("demonstrationBatch", demonstrationBatch, 0);
    requireAtLeast("preferenceBatch", preferenceBatch, 0);
    if (rewardSteps > 0 && demonstrationBatch == 0 && preferenceBatch == 0) {
      throw new IllegalArgumentException(
          "rewardSteps=%d needs data: set demonstrationBatch or preferenceBatch above 0"
              .formatted(rewardSteps));
    }
  }

  private static void requireAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
    }
  }
}
