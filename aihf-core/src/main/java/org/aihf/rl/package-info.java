/**
 * What policy gradients need, as pure functions: rewards and log-probabilities in, advantages and
 * coefficients out. No engine here.
 *
 * <p>Read in the order of a policy update:
 *
 * <ol>
 *   <li>{@link org.aihf.rl.ScoreShaping} and {@link org.aihf.rl.RewardNormalizer}: from the reward
 *       model's scores to what the policy is given;
 *   <li>{@link org.aihf.rl.KlEstimator}, {@link org.aihf.rl.KlController}, {@link
 *       org.aihf.rl.TokenRewards}: the KL to the reference policy, as part of the reward (eq. 7);
 *   <li>{@link org.aihf.rl.Remax} and {@link org.aihf.rl.GroupAdvantage}: advantages without a
 *       critic; {@link org.aihf.rl.GeneralizedAdvantage}: with one; {@link org.aihf.rl.Whitening};
 *   <li>{@link org.aihf.rl.LossAggregation} and {@link org.aihf.rl.ClippedSurrogate}: coefficients
 *       of the log-probabilities, for {@link org.aihf.score.ScoreModel#accumulate}; {@link
 *       org.aihf.rl.ClippedValueLoss}: those of the critic's values.
 * </ol>
 *
 * <p>Shapes: {@code [sequence]} or {@code [sequence][token]}. Rows are as long as their completion:
 * there are no masks and no padding, so a padding token cannot leak into a mean.
 */
@NullMarked
package org.aihf.rl;

import org.jspecify.annotations.NullMarked;
