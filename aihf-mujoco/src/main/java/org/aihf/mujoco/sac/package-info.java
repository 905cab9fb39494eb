/**
 * Soft actor-critic, fast: one native call a step.
 *
 * <p>Read in this order: {@link org.aihf.mujoco.sac.Sac} is the loop (act, remember, update);
 * {@link org.aihf.mujoco.sac.ReplayBuffer} what it remembers; {@code sac.py} among the resources
 * one whole update with gradients by hand, which {@link org.aihf.mujoco.sac.SacLearner} feeds and
 * calls. {@link org.aihf.mujoco.sac.PolicyEvaluation} measures a policy in an environment of its
 * own.
 */
@NullMarked
package org.aihf.mujoco.sac;

import org.jspecify.annotations.NullMarked;
