package org.aihf.mujoco.env;

import org.jspecify.annotations.Nullable;

/**
 * One step of every environment of a {@link VectorEnvironment}; index = environment.
 *
 * @param observations to act on next: where an episode ended, the start of the following one
 * @param finalObservations where an episode ended, its last observation (bootstrap from it if
 *     truncated); null elsewhere
 * @param infos of the steps, not of the resets
 */
public record VectorStep(
    double[][] observations,
    double[] rewards,
    boolean[] terminated,
    boolean[] truncated,
    double @Nullable [][] finalObservations,
    Info[] infos) {}
