package org.aihf.llm;

import org.aihf.rl.ClippedSurrogate;
import org.aihf.rl.ClippedValueLoss;
import org.aihf.rl.GeneralizedAdvantage;

/**
 * PPO (Schulman et al. 2017) for language models, as TRL's {@code PPOTrainer} and "The N+
 * Implementation Details of RLHF with PPO" (Huang et al. 2024): a token is an action, a {@link
 * Critic} values every state, and several epochs of clipped updates learn from one rollout.
 *
 * @param samplesPerPrompt answers per prompt; 1 in TRL
 * @param epochs passes over a rollout; 4 in TRL, trlx and the N+ details
 * @param miniBatches gradient steps per epoch, each on its share of the prompts in a fresh order; 1
 *     in TRL
 * @param advantage GAE with γ and λ
 * @param surrogate clipping of the ratio
 * @param valueLoss clipping of the value
 * @param valueCoefficient of the value loss; 0.1 in TRL, torchtune and the N+ details. Policy and
 *     critic have optimisers of their own, so it matters for gradient clipping alone
 * @param entropyCoefficient of the mean token entropy, which is added to the objective; 0 in all of
 *     these
 * @param whitenRewards token rewards to variance 1, their mean kept; off in TRL
 * @param whitenAdvantages advantages to mean 0 and variance 1 over the rollout; TRL, verl and the
 *     N+ details always do
 * @param scoreAfterEnd where the score is given: with the last token, as OpenRLHF and verl do
 *     (false), or, for answers shorter than the rollout's longest, in a further step after it whose
 *     state has a value of its own, as TRL and the N+ details do (true)
 */
public record Ppo(
    int samplesPerPrompt,
    int epochs,
    int miniBatches,
    GeneralizedAdvantage advantage,
    ClippedSurrogate surrogate,
    ClippedValueLoss valueLoss,
    double valueCoefficient,
    double entropyCoefficient,
    boolean whitenRewards,
    boolean whitenAdvantages,
    boolean scoreAfterEnd)
    implements PolicyGradient {

  /** TRL's defaults, number by number. */
  public static final Ppo TRL =
      new Ppo(
          1,
          4,
          1,
          GeneralizedAdvantage.DEFAULT,
          ClippedSurrogate.DEFAULT,
          ClippedValueLoss.DEFAULT,
          0.1,
          0,
          false,
          true,
          true);

  public Ppo {
    requirePositive("samplesPerPrompt", samplesPerPrompt);
    requirePositive("epochs", epochs);
    requirePositive("miniBatches", miniBatches);
    requireCoefficient("valueCoefficient", valueCoefficient);
    requireCoefficient("entropyCoefficient", entropyCoefficient);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }

  private static void requireCoefficient(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be finite and >= 0, not " + value);
    }
  }

  @Override
  public boolean greedyBaseline() {
    return false;
  }
}
