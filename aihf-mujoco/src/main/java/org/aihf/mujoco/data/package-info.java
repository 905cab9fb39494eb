/**
 * Data of control tasks: trajectories, transitions, and the files they come from.
 *
 * <p>Rewards in data are the environment's own. What a learned reward says of a transition is
 * computed when it is needed and never stored.
 */
@NullMarked
package org.aihf.mujoco.data;

import org.jspecify.annotations.NullMarked;
