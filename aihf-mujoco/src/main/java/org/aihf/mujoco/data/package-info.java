/**
 * Trajectories: how they are held, collected, read, compared and sorted by quality.
 *
 * <pre>{@code
 * try (Environment environment = Environments.make("Hopper-v5")) {
 *   Actor actor = Actor.uniform(environment.actionSpace());
 *   var episodes = new EpisodeCollector(environment, actor, RandomStream.of(1)).transitions(30_000);
 *   TrajectoryFile.write(Path.of("random.npz"), episodes);
 * }
 * }</pre>
 *
 * <ul>
 *   <li>{@link org.aihf.mujoco.data.Trajectory} is an episode or a fragment of one, and the T of
 *       Algorithm 1 in control; {@link org.aihf.mujoco.data.TransitionBatch} is some (s, a, s')
 *       side by side, as a replay minibatch is.
 *   <li>{@link org.aihf.mujoco.data.EpisodeCollector} lets an {@link org.aihf.mujoco.data.Actor}
 *       act; {@link org.aihf.mujoco.data.TrajectoryFile} reads and writes {@code .npz} and JSONL.
 *   <li>{@link org.aihf.mujoco.data.PreferenceSampler} compares {@link
 *       org.aihf.mujoco.data.Fragment}s, a {@link org.aihf.mujoco.data.Labeler} says who wins;
 *       {@link org.aihf.mujoco.data.PreferenceFile} reads and writes a human's or its labels.
 *   <li>{@link org.aihf.mujoco.data.AbsorbingPadding} takes the length out of recorded episodes.
 * </ul>
 *
 * <p>Rewards in this package are always the environment's own, the true ones: what a reward network
 * says of a trajectory is computed when it is needed and stored nowhere.
 */
@NullMarked
package org.aihf.mujoco.data;

import org.jspecify.annotations.NullMarked;
