package org.aihf.mujoco.env;

/**
 * The start of an episode.
 *
 * @param observation the caller's own
 */
public record Reset(double[] observation, Info info) {}
