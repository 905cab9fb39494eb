package org.aihf.mujoco.recipe;

import org.aihf.Metrics;

/**
 * How a run ended.
 *
 * @param evaluation the last one
 * @param steps of the environment that the policy learned from
 * @param stopped before all its iterations, because the recipe's section {@code best} said so
 */
record ControlOutcome(Metrics evaluation, long steps, boolean stopped) {}
