package org.aihf.mujoco.recipe;

import org.aihf.run.recipe.Range;

/**
 * Behaviour cloning, and how SAC takes its policy over.
 *
 * @param steps updates on demonstrations, of {@code sac.batch_size} transitions
 * @param criticWarmup steps of the environment after cloning in which only the critics learn: a
 *     critic that knows nothing would pull a good policy apart
 * @param temperature α that SAC goes on with; 1, with which a random policy starts, pays a cloned
 *     one for forgetting
 */
public record CloningSection(int steps, int criticWarmup, double temperature) {
  static CloningSection defaults() {
    return new CloningSection(10_000, 10_000, 0.01);
  }

  void check() {
    Range.atLeast(1, "cloning.steps", steps);
    Range.atLeast(0, "cloning.critic_warmup", criticWarmup);
    SacSection.checkTemperature("cloning.temperature", temperature);
  }
}
