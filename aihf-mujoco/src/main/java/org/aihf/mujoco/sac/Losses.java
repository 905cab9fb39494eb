package org.aihf.mujoco.sac;

import org.aihf.Metrics;

/**
 * What an update saw, before it changed anything.
 *
 * @param critic (mse of Qa + mse of Qb) / 2
 * @param meanValue mean Qa of the batch
 * @param meanTarget mean of what the critics are drawn to
 * @param actor mean α log π − min Q; 0 when the actor was not updated
 * @param meanLogProb mean log π of fresh actions: minus the entropy
 * @param temperature α
 */
public record Losses(
    double critic,
    double meanValue,
    double meanTarget,
    double actor,
    double meanLogProb,
    double temperature) {
  static Losses of(float[] v) {
    for (float value : v) {
      if (!Float.isFinite(value)) {
        throw new ArithmeticException(
            "a loss of SAC is not finite any more (critic %s, mean Q %s, target %s, actor %s, log pi %s, alpha %s); a smaller learning rate or reward scale may help"
                .formatted(v[0], v[1], v[2], v[3], v[4], v[5]));
      }
    }
    return new Losses(v[0], v[1], v[2], v[3], v[4], v[5]);
  }

  /** With Stable-Baselines3's names. */
  public Metrics metrics() {
    return Metrics.of("train/critic_loss", critic)
        .with("train/actor_loss", actor)
        .with("train/ent_coef", temperature)
        .with("train/entropy", -meanLogProb)
        .with("train/q_value", meanValue);
  }
}
