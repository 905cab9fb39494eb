package org.aihf.mujoco.env;

/**
 * Gives recipes and commands an environment of one's own: a class with a public constructor without
 * arguments that {@code META-INF/services/org.aihf.mujoco.env.EnvironmentProvider} on the class
 * path names (see {@link java.util.ServiceLoader}). {@code ./aihf} adds {@code AIHF_CLASSPATH} to
 * its own class path.
 */
public interface EnvironmentProvider {
  /** As recipes call it, such as {@code CartPole-v1}. */
  String name();

  /** Steps after which an episode is truncated. */
  int maxSteps();

  /** A new one, without a time limit. */
  Environment make();
}
