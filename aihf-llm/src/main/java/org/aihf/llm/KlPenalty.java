package org.aihf.llm;

import org.aihf.rl.KlController;

/**
 * β of eq. 7: fixed, or steered to a target KL.
 *
 * @param coefficient β (initial β if steered)
 * @param target wanted KL per sequence in nats; 0 keeps β fixed
 * @param horizon sequences over which a steered β may change by 20 %
 */
public record KlPenalty(double coefficient, double target, double horizon) {
  public static KlPenalty fixed(double coefficient) {
    return new KlPenalty(coefficient, 0, 10_000);
  }

  KlController controller() {
    return target == 0
        ? KlController.fixed(coefficient)
        : KlController.adaptive(coefficient, target, horizon);
  }
}
