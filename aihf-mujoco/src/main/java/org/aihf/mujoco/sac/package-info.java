/**
 * Soft actor-critic, fast.
 *
 * <p>Read in this order: {@link org.aihf.mujoco.sac.Sac} is the loop (act, remember, update);
 * {@link org.aihf.mujoco.sac.ReplayBuffer} what it remembers; {@link
 * org.aihf.mujoco.sac.SacLearner} the networks. One whole update, gradients by hand, exists twice:
 * {@code VectorSacUpdate} in Java's vectors, where the JVM has them, and {@code sac.py} among the
 * resources, which {@code TorchSacUpdate} feeds to libtorch, everywhere else. {@link
 * org.aihf.mujoco.sac.PolicyEvaluation} measures a policy in an environment of its own.
 */
@NullMarked
package org.aihf.mujoco.sac;

import org.jspecify.annotations.NullMarked;
