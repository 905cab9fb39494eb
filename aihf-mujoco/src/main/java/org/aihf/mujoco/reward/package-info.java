/** Rewards of control tasks, by step and by trajectory, learned or one's own. */
@NullMarked
package org.aihf.mujoco.reward;

import org.jspecify.annotations.NullMarked;
