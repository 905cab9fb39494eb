package org.aihf.mujoco.sac;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.aihf.Checkpointable;
import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Step;
import org.aihf.mujoco.reward.StepReward;
import org.aihf.random.RandomStream;
import org.aihf.torch.TorchRuntime;
import org.jspecify.annotations.Nullable;

/**
 * Soft actor-critic (Haarnoja et al. 2018): act, remember, update, step by step.
 *
 * <p>The reward is an argument of {@link #learn}: transitions are labelled when they are drawn, so
 * it may change from call to call while networks and replay stay. One thread at a time; the
 * environment belongs to this from here on.
 */
public final class Sac implements Checkpointable, AutoCloseable {
  private final Environment environment;
  private final ActionScale scale;
  private final SacLearner learner;
  private final ReplayBuffer replay;
  private final TransitionBatch batch;
  private final RandomStream exploration;
  private final RandomStream sampling;
  private final RandomStream updates;
  private float[] observation;
  private long steps;
  private double episodeReturn;
  private int episodeLength;

  /**
   * A run at its start.
   *
   * @param random split by name for weights, environment, exploration, replay and updates
   * @throws IllegalArgumentException if the environment's actions have no bounds
   */
  public Sac(TorchRuntime runtime, Environment environment, SacConfig config, RandomStream random) {
    this.environment = environment;
    this.scale = ActionScale.of(environment);
    int observationSize = environment.observationSpace().dimension();
    int actionSize = environment.actionSpace().dimension();
    learner =
        new SacLearner(runtime, observationSize, actionSize, config, random.split("networks"));
    replay = new ReplayBuffer(config.bufferSize(), observationSize, actionSize);
    batch = TransitionBatch.allocate(config.batchSize(), observationSize, actionSize);
    exploration = random.split("exploration");
    sampling = random.split("replay");
    updates = random.split("updates");
    observation = floats(environment.reset(random.split("environment").nextLong()).observation());
  }

  /**
   * Steps of the environment, each followed by {@code updatesPerStep} updates once {@code
   * learningStarts} steps are in the replay.
   *
   * @param reward what the policy is trained on
   * @param listener hears of every step; false stops after it
   * @throws ArithmeticException if a loss is not finite
   */
  public void learn(int count, StepReward reward, Predicate<SacStep> listener) {
    for (int i = 0; i < count; i++) {
      SacStep.Episode episode = interact();
      Losses losses = null;
      if (steps >= learner.config().learningStarts() && replay.size() >= batch.size()) {
        for (int u = 0; u < learner.config().updatesPerStep(); u++) {
          replay.sample(sampling, batch);
          losses = learner.update(batch, reward, updates);
        }
      }
      if (!listener.test(new SacStep(steps, losses, episode))) {
        return;
      }
    }
  }

  /**
   * Steps of the environment in which only the critics learn: after cloning, a critic that knows
   * nothing would pull a good policy apart. The first batch of transitions is only remembered.
   */
  public void warmUpCritics(int count, StepReward reward) {
    for (int i = 0; i < count; i++) {
      interact();
      if (replay.size() >= batch.size()) {
        replay.sample(sampling, batch);
        learner.updateCritics(batch, reward, updates);
      }
    }
  }

  private SacStep.@Nullable Episode interact() {
    float[] action =
        steps < learner.config().learningStarts()
            ? uniform()
            : learner.act(observation, exploration);
    Step step = environment.step(scale.toEnvironment(action, 0));
    float[] following = floats(step.observation());
    replay.add(observation, action, step.reward(), following, step.terminated());
    steps++;
    episodeReturn += step.reward();
    episodeLength++;
    if (!step.done()) {
      observation = following;
      return null;
    }
    SacStep.Episode episode = new SacStep.Episode(episodeReturn, episodeLength);
    observation = floats(environment.reset().observation());
    episodeReturn = 0;
    episodeLength = 0;
    return episode;
  }

  private float[] uniform() {
    float[] action = new float[learner.actionSize()];
    for (int i = 0; i < action.length; i++) {
      action[i] = 2 * exploration.nextFloat() - 1;
    }
    return action;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** Networks and their update. */
  public SacLearner learner() {
    return learner;
  }

  /** What has been seen; transitions from elsewhere may be added. */
  public ReplayBuffer replay() {
    return replay;
  }

  /** Steps of the environment so far. */
  public long steps() {
    return steps;
  }

  @Override
  public void save(Path directory) throws IOException {
    learner.save(directory);
    SacState.saveReplay(directory, replay);
    new SacState(
            steps,
            episodeReturn,
            episodeLength,
            exploration.state(),
            sampling.state(),
            updates.state(),
            replay.next(),
            observation,
            environment.snapshot())
        .save(directory);
  }

  @Override
  public void restore(Path directory) throws IOException {
    SacState state = SacState.load(directory);
    learner.restore(directory);
    SacState.restoreReplay(directory, replay, state.replayNext());
    environment.reset(0);
    environment.restore(state.environment());
    steps = state.steps();
    episodeReturn = state.episodeReturn();
    episodeLength = state.episodeLength();
    exploration.resumeAt(state.exploration());
    sampling.resumeAt(state.sampling());
    updates.resumeAt(state.updates());
    observation = state.observation();
  }

  @Override
  public void close() {
    learner.close();
    environment.close();
  }
}
