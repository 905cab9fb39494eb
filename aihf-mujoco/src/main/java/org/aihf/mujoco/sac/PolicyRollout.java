package org.aihf.mujoco.sac;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Step;
import org.aihf.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Whole episodes of a policy, played side by side in environments of their own: one call of the
 * network for the next step of all.
 *
 * <p>Actions are recorded as the policy gives them, in [-1, 1].
 */
public final class PolicyRollout implements AutoCloseable {
  private final List<Environment> environments = new ArrayList<>();
  private final ActionScale scale;

  /**
   * @param environment makes one; closed with this
   * @param episodes how many are played at once
   */
  public PolicyRollout(Supplier<Environment> environment, int episodes) {
    for (int i = 0; i < episodes; i++) {
      environments.add(environment.get());
    }
    scale = ActionScale.of(environments.get(0));
  }

  /** Episodes of actions drawn from the policy. */
  public List<Trajectory> stochastic(SacLearner policy, RandomStream random) {
    return play(policy, random, random.split("actions"));
  }

  /** Episodes of the mode tanh(μ). */
  public List<Trajectory> deterministic(SacLearner policy, RandomStream random) {
    return play(policy, random, null);
  }

  private List<Trajectory> play(
      SacLearner policy, RandomStream seeds, @Nullable RandomStream noise) {
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < environments.size(); i++) {
      episodes.add(new Episode(environments.get(i), seed(seeds, i), policy));
    }
    List<Episode> running = new ArrayList<>(episodes);
    while (!running.isEmpty()) {
      float[] actions = policy.act(observations(running, policy.observationSize()), noise);
      for (int row = 0; row < running.size(); row++) {
        running.get(row).step(actions, row);
      }
      running.removeIf(episode -> episode.done);
    }
    return episodes.stream().map(Episode::trajectory).toList();
  }

  /** What the environment of an episode is reset with. */
  static long seed(RandomStream random, int episode) {
    return random.split("episode", episode).nextLong();
  }

  private static float[] observations(List<Episode> episodes, int size) {
    float[] rows = new float[episodes.size() * size];
    for (int row = 0; row < episodes.size(); row++) {
      episodes.get(row).copyLastObservation(rows, row * size);
    }
    return rows;
  }

  @Override
  public void close() {
    environments.forEach(Environment::close);
  }

  /** One that is being played, in growing arrays. */
  private final class Episode {
    private final Environment environment;
    private final int observationSize;
    private final int actionSize;
    private float[] observations;
    private float[] actions;
    private float[] rewards = new float[64];
    private int length;
    private boolean terminated;
    private boolean done;

    Episode(Environment environment, long seed, SacLearner policy) {
      this.environment = environment;
      observationSize = policy.observationSize();
      actionSize = policy.actionSize();
      observations = new float[(rewards.length + 1) * observationSize];
      actions = new float[rewards.length * actionSize];
      record(environment.reset(seed).observation());
    }

    private void record(double[] observation) {
      for (int j = 0; j < observationSize; j++) {
        observations[length * observationSize + j] = (float) observation[j];
      }
    }

    void copyLastObservation(float[] into, int at) {
      System.arraycopy(observations, length * observationSize, into, at, observationSize);
    }

    void step(float[] chosen, int row) {
      if (length == rewards.length) {
        rewards = Arrays.copyOf(rewards, 2 * length);
        observations = Arrays.copyOf(observations, (2 * length + 1) * observationSize);
        actions = Arrays.copyOf(actions, 2 * length * actionSize);
      }
      System.arraycopy(chosen, row * actionSize, actions, length * actionSize, actionSize);
      Step step = environment.step(scale.toEnvironment(chosen, row));
      rewards[length++] = (float) step.reward();
      record(step.observation());
      terminated = step.terminated();
      done = step.done();
    }

    Trajectory trajectory() {
      return new Trajectory(
          Arrays.copyOf(observations, (length + 1) * observationSize),
          Arrays.copyOf(actions, length * actionSize),
          Arrays.copyOf(rewards, length),
          observationSize,
          actionSize,
          terminated);
    }
  }
}
