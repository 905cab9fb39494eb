package org.aihf.llm;

import org.aihf.rl.ClippedSurrogate;
import org.aihf.rl.ClippedValueLoss;
import org.aihf.rl.GeneralizedAdvantage;

/** With PPO, too, a language model keeps the contract of policies. */
class PpoPolicyTest extends LmPolicyTest {
  @Override
  PolicyGradient gradient() {
    return new Ppo(
        4,
        2,
        2,
        GeneralizedAdvantage.DEFAULT,
        ClippedSurrogate.DEFAULT,
        ClippedValueLoss.DEFAULT,
        0.1,
        0,
        false,
        true,
        false);
  }
}
