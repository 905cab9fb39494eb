package org.aihf.llm.eval;

/**
 * One held-out answer and what is thought of it.
 *
 * @param trueReward the judge's; NaN without one
 * @param learnedReward the reward model's; NaN without one
 * @param kl sampled KL to the reference, log π(τ) − log π⁰(τ), nats
 */
public record EvaluatedAnswer(
    String prompt, String completion, double trueReward, double learnedReward, double kl) {}
