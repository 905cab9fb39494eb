package org.aihf.mujoco.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Step;
import org.aihf.random.RandomStream;

/**
 * Lets an actor play whole episodes. Episode i depends on the stream's seed and i alone, so a
 * longer collection begins with the shorter one.
 *
 * <p>What is stored is what happened: actions as the actor gave them (rounded to float before they
 * are executed) and the environment's own rewards. A step that both terminates and reaches the time
 * limit terminated.
 */
public final class EpisodeCollector {
  /** An episode that is longer has no time limit. */
  private static final int MAX_LENGTH = 1_000_000;

  private final Environment environment;
  private final Actor actor;
  private final RandomStream random;
  private long episodes;

  /**
   * @param environment with a time limit, if it does not always terminate; stays the caller's to
   *     close
   * @param random its numbered substreams seed environment and actor
   */
  public EpisodeCollector(Environment environment, Actor actor, RandomStream random) {
    this.environment = environment;
    this.actor = actor;
    this.random = random;
  }

  /**
   * The next episode.
   *
   * @throws IllegalStateException if it does not end
   */
  public Trajectory next() {
    RandomStream stream = random.split("episode", episodes++);
    int observationSize = environment.observationSpace().dimension();
    int actionSize = environment.actionSpace().dimension();
    Recorder recorder = new Recorder(observationSize, actionSize);
    double[] start = environment.reset(stream.split("environment").nextLong()).observation();
    RandomStream draws = stream.split("actor");
    float[] observation = new float[observationSize];
    float[] action = new float[actionSize];
    double[] exact = new double[actionSize];
    recorder.observe(start, observation);
    while (true) {
      actor.act(observation, draws, action);
      for (int i = 0; i < actionSize; i++) {
        exact[i] = action[i];
      }
      Step step = environment.step(exact);
      recorder.step(action, step.reward());
      recorder.observe(step.observation(), observation);
      if (step.done()) {
        return recorder.trajectory(step.terminated());
      }
      if (recorder.length == MAX_LENGTH) {
        throw new IllegalStateException(
            "an episode has %d steps and no end: wrap the environment in a TimeLimit"
                .formatted(MAX_LENGTH));
      }
    }
  }

  /** So many episodes. */
  public List<Trajectory> episodes(int count) {
    List<Trajectory> trajectories = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      trajectories.add(next());
    }
    return trajectories;
  }

  /**
   * Whole episodes, until they have at least so many transitions together. None is cut short: a
   * return of half an episode would say nothing of the actor.
   */
  public List<Trajectory> transitions(long atLeast) {
    List<Trajectory> trajectories = new ArrayList<>();
    for (long total = 0; total < atLeast; ) {
      Trajectory trajectory = next();
      trajectories.add(trajectory);
      total += trajectory.length();
    }
    return trajectories;
  }

  /** Growing arrays of one episode. */
  private static final class Recorder {
    private final int observationSize;
    private final int actionSize;
    private float[] observations;
    private float[] actions;
    private float[] rewards = new float[64];
    private int seen;
    private int length;

    Recorder(int observationSize, int actionSize) {
      this.observationSize = observationSize;
      this.actionSize = actionSize;
      observations = new float[64 * observationSize];
      actions = new float[64 * actionSize];
    }

    void observe(double[] exact, float[] observation) {
      int at = seen++ * observationSize;
      observations = withRoom(observations, at + observationSize);
      for (int i = 0; i < observationSize; i++) {
        observation[i] = (float) exact[i];
      }
      System.arraycopy(observation, 0, observations, at, observationSize);
    }

    void step(float[] action, double reward) {
      int at = length * actionSize;
      actions = withRoom(actions, at + actionSize);
      rewards = withRoom(rewards, length + 1);
      System.arraycopy(action, 0, actions, at, actionSize);
      rewards[length++] = (float) reward;
    }

    Trajectory trajectory(boolean terminated) {
      return new Trajectory(
          Arrays.copyOf(observations, seen * observationSize),
          Arrays.copyOf(actions, length * actionSize),
          Arrays.copyOf(rewards, length),
          observationSize,
          actionSize,
          terminated);
    }

    private static float[] withRoom(float[] array, int needed) {
      return needed <= array.length
          ? array
          : Arrays.copyOf(array, Math.max(needed, 2 * array.length));
    }
  }
}
