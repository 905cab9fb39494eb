package org.aihf.llm.recipe;

/**
 * PPO; the other algorithms ignore it. Defaults are TRL's ({@code trl.experimental.ppo}), which are
 * those of "The N+ Implementation Details of RLHF with PPO", but for the score's place.
 *
 * @param epochs passes over each batch of answers
 * @param miniBatches gradient steps per epoch, each on its share of the prompts
 * @param gamma discount of rewards
 * @param lambda of generalised advantage estimation; 1 trusts the sampled rewards alone, 0 the
 *     critic
 * @param clip ε of the probability ratio
 * @param valueClip ε of the value; {@code .inf} for none
 * @param valueCoefficient of the value loss; policy and critic have optimisers of their own, so it
 *     matters for gradient clipping alone
 * @param entropyCoefficient of the entropy bonus, the mean entropy of a token; 0 for none
 * @param whitenRewards token rewards to variance 1
 * @param whitenAdvantages advantages to mean 0 and variance 1
 * @param scoreAfterEnd true: the score of an answer that ended early comes a step after its stop
 *     token, as in TRL; false: with the stop token, as in OpenRLHF and verl
 * @param valueFrom what the critic starts as
 * @param valueOptimizer the critic's
 */
public record PpoSection(
    int epochs,
    int miniBatches,
    double gamma,
    double lambda,
    double clip,
    double valueClip,
    double valueCoefficient,
    double entropyCoefficient,
    boolean whitenRewards,
    boolean whitenAdvantages,
    boolean scoreAfterEnd,
    ValueFrom valueFrom,
    OptimizerSection valueOptimizer) {

  /** What the critic starts as. */
  public enum ValueFrom {
    /** A copy of the policy with a head of zeros: V is 0 at first. */
    POLICY,
    /** A copy of the reward model, which must share the policy's shape and tokenizer. */
    REWARD
  }

  static PpoSection defaults() {
    return new PpoSection(
        4,
        1,
        1,
        0.95,
        0.2,
        0.2,
        0.1,
        0,
        false,
        true,
        false,
        ValueFrom.POLICY,
        OptimizerSection.defaults());
  }
}
