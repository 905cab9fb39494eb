/**
 * The one idea of this library: scores in, coefficients out.
 *
 * <p>Reward alignment, the direct methods and the policy gradients are functions of a few scalars
 * per trajectory. Their gradient is a weighted sum of the gradients of those scalars, {@code ∇L = Σ
 * c_i ∇f_i(θ)}. An engine behind {@link org.aihf.score.ScoreModel} evaluates the scalars and
 * accumulates the weighted sum; what the weights are is plain Java in {@code org.aihf.objective}
 * and {@code org.aihf.rl}.
 */
@NullMarked
package org.aihf.score;

import org.jspecify.annotations.NullMarked;
