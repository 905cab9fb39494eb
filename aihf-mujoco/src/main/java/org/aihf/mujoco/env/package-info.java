/**
 * Environments with Gymnasium's contract: {@link org.aihf.mujoco.env.Environment} and {@link
 * org.aihf.mujoco.env.Environments#make}.
 *
 * <pre>{@code
 * try (Environment environment = Environments.make("Hopper-v5")) {
 *   double[] observation = environment.reset(7).observation();
 *   Step step = environment.step(new double[] {0.1, 0.2, 0.3});
 * }
 * }</pre>
 *
 * <ul>
 *   <li>MuJoCo: {@link org.aihf.mujoco.env.Hopper}, {@link org.aihf.mujoco.env.HalfCheetah}, {@link
 *       org.aihf.mujoco.env.Walker2d} in version 4 (rewards and endings of v2 and v3 too) and 5; a
 *       robot of your own extends {@link org.aihf.mujoco.env.MujocoEnvironment}.
 *   <li>Pure Java: {@link org.aihf.mujoco.env.Pendulum}, also the model for writing your own.
 *   <li>Wrappers extend {@link org.aihf.mujoco.env.EnvironmentWrapper}: time limit, action and
 *       observation transforms, statistics, and the two ways to take the episode's length out of
 *       the learning problem, {@link org.aihf.mujoco.env.FixedHorizon} and {@link
 *       org.aihf.mujoco.env.AbsorbingState}.
 *   <li>{@link org.aihf.mujoco.env.VectorEnvironment} steps many at once; {@link
 *       org.aihf.mujoco.env.EnvironmentChecker} finds mistakes in one's own.
 * </ul>
 */
@NullMarked
package org.aihf.mujoco.env;

import org.jspecify.annotations.NullMarked;
