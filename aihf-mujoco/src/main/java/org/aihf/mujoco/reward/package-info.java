/**
 * Rewards of control tasks, by step and by trajectory, learned or one's own.
 *
 * <p>A {@link org.aihf.mujoco.reward.StepReward} is r(s, a, s'), what SAC asks for 256 transitions
 * at a time; {@link org.aihf.mujoco.reward.DiscountedReturn} makes R(τ) = Σ γ^t r_t of it. {@link
 * org.aihf.mujoco.reward.RewardNetwork} is both, and learns: eq. 22 on R(τ), differentiated through
 * the sum.
 *
 * <p>Three things about learned rewards of control are easily wrong and therefore explicit here:
 *
 * <ul>
 *   <li><em>Offset.</em> Comparisons of equally long fragments say nothing about r + c, but where
 *       episodes can end early, c decides whether falling pays. {@link
 *       org.aihf.mujoco.reward.RewardView} says what the policy sees, and the numbers in use are
 *       saved with the network.
 *   <li><em>Length.</em> Where bad episodes are short, a constant positive reward explains all
 *       preferences. {@link org.aihf.mujoco.reward.ConstantReward} is the control run that shows
 *       it; {@link org.aihf.mujoco.env.FixedHorizon} and {@link org.aihf.mujoco.env.AbsorbingState}
 *       take it away.
 *   <li><em>Saturation.</em> Sums over a thousand steps make σ flat: compare fragments, discount,
 *       or bound the step's reward ({@link org.aihf.mujoco.reward.OutputBound}).
 * </ul>
 */
@NullMarked
package org.aihf.mujoco.reward;

import org.jspecify.annotations.NullMarked;
