package org.aihf.examples.bench;

import org.aihf.mujoco.MujocoData;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.MujocoEnvironment;

/**
 * Random actions, a reset every few steps, as {@code stepping.c} does: the same numbers come out.
 */
final class SteppingLoop {
  /** Steps between resets: robots that act at random lie on the ground by then. */
  static final int EPISODE = 50;

  /**
   * @param rate steps of the environment per second
   * @param check sum of the last positions: the same work gives the same number
   */
  record Result(double rate, double check) {}

  private long random = 1;

  private SteppingLoop() {}

  /** Through {@link MujocoData}: controls in, {@code frameSkip} steps, state out. */
  static Result raw(MujocoEnvironment robot, int steps) {
    SteppingLoop loop = new SteppingLoop();
    double[] action = new double[robot.actionSpace().dimension()];
    try (MujocoData data = robot.model().newData()) {
      double[] qpos = new double[data.qpos().limit()];
      double[] qvel = new double[data.qvel().limit()];
      long start = System.nanoTime();
      for (int t = 0; t < steps; t++) {
        if (t % EPISODE == 0) {
          data.reset();
        }
        loop.draw(action);
        data.ctrl().put(0, action);
        data.step(robot.frameSkip());
        data.qpos().get(0, qpos);
        data.qvel().get(0, qvel);
      }
      return new Result(rate(steps, start), sum(qpos));
    }
  }

  /** Through the whole environment: reward, termination and info too. */
  static Result environment(Environment environment, int steps) {
    SteppingLoop loop = new SteppingLoop();
    double[] action = new double[environment.actionSpace().dimension()];
    environment.reset(0);
    double rewards = 0;
    long start = System.nanoTime();
    for (int t = 0; t < steps; t++) {
      if (t % EPISODE == 0) {
        environment.reset();
      }
      loop.draw(action);
      rewards += environment.step(action).reward();
    }
    return new Result(rate(steps, start), rewards);
  }

  private void draw(double[] action) {
    for (int i = 0; i < action.length; i++) {
      random = random * 6364136223846793005L + 1442695040888963407L;
      action[i] = (random >>> 11) * 0x1p-52 - 1;
    }
  }

  private static double rate(int steps, long start) {
    return steps / ((System.nanoTime() - start) / 1e9);
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
