package org.aihf.mujoco.sac;

import java.io.IOException;
import java.nio.file.Path;
import org.aihf.Checkpointable;
import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.mujoco.reward.StepReward;
import org.aihf.mujoco.vector.VectorApi;
import org.aihf.random.RandomStream;
import org.aihf.torch.TorchRuntime;
import org.jspecify.annotations.Nullable;

/**
 * Actor, twin critics and temperature, and one call that updates them all.
 *
 * <p>On a processor it computes with the JVM's vectors ({@code --add-modules jdk.incubator.vector})
 * if it can; otherwise, and on any other device, with libtorch, to the same numbers up to rounding.
 * All noise comes from Java.
 */
public final class SacLearner implements Checkpointable, AutoCloseable {
  static final String FILE = "sac.safetensors";

  private final SacConfig config;
  private final int observationSize;
  private final int actionSize;
  private final SacParameters parameters;
  private final SacUpdate update;
  private final float[] rewards;
  private final float[] noise;

  /**
   * A learner with fresh networks.
   *
   * @param random of initial weights
   */
  public SacLearner(
      TorchRuntime runtime,
      int observationSize,
      int actionSize,
      SacConfig config,
      RandomStream random) {
    this(
        runtime,
        observationSize,
        actionSize,
        config,
        random,
        VectorApi.isAvailable() && !runtime.device().isGpu());
  }

  SacLearner(
      TorchRuntime runtime,
      int observationSize,
      int actionSize,
      SacConfig config,
      RandomStream random,
      boolean vectors) {
    this.config = config;
    this.observationSize = observationSize;
    this.actionSize = actionSize;
    parameters = SacParameters.initialize(runtime, observationSize, actionSize, config, random);
    update =
        vectors
            ? new VectorSacUpdate(observationSize, actionSize, config, parameters)
            : new TorchSacUpdate(runtime, observationSize, actionSize, config, parameters);
    rewards = new float[config.batchSize()];
    noise = new float[2 * config.batchSize() * actionSize];
  }

  /**
   * One update of everything.
   *
   * @param transitions {@code config().batchSize()} of them
   * @param reward labels them
   * @param random of the actions drawn in s and s′
   * @throws ArithmeticException if a loss is not finite
   */
  public Losses update(TransitionBatch transitions, StepReward reward, RandomStream random) {
    label(transitions, reward, random);
    return Losses.of(update.update(transitions, rewards, noise));
  }

  /** As {@link #update}, but actor and temperature stay: for critics that are new to an actor. */
  public Losses updateCritics(TransitionBatch transitions, StepReward reward, RandomStream random) {
    label(transitions, reward, random);
    return Losses.of(update.updateCritics(transitions, rewards, noise));
  }

  private void label(TransitionBatch transitions, StepReward reward, RandomStream random) {
    requireSize(transitions);
    reward.rewards(transitions, rewards);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
  }

  private void requireSize(TransitionBatch transitions) {
    if (transitions.size() != config.batchSize()) {
      throw new IllegalArgumentException(
          "an update takes %d transitions, given %d"
              .formatted(config.batchSize(), transitions.size()));
    }
  }

  /**
   * Behaviour cloning: one step of the actor towards the batch's own actions.
   *
   * @return mean −log π of them before the step
   * @throws ArithmeticException if it is not finite
   */
  public double cloneActions(TransitionBatch transitions) {
    requireSize(transitions);
    double loss = update.cloneActions(transitions);
    if (!Double.isFinite(loss)) {
      throw new ArithmeticException("the loss of behaviour cloning is not finite any more");
    }
    return loss;
  }

  /**
   * Actions of the current policy in [-1, 1].
   *
   * @param observations {@code [n * observationSize]}
   * @param random of the draw; null: the mode tanh(μ)
   * @return {@code [n * actionSize]}
   */
  public float[] act(float[] observations, @Nullable RandomStream random) {
    float[] gaussian = new float[observations.length / observationSize * actionSize];
    if (random != null) {
      for (int i = 0; i < gaussian.length; i++) {
        gaussian[i] = (float) random.nextGaussian();
      }
    }
    return update.act(observations, gaussian);
  }

  public SacConfig config() {
    return config;
  }

  public int observationSize() {
    return observationSize;
  }

  public int actionSize() {
    return actionSize;
  }

  /** As they are now; after a change from outside {@link #parametersChanged} has to follow. */
  SacParameters parameters() {
    update.store();
    return parameters;
  }

  void parametersChanged() {
    update.load();
  }

  SacUpdate update() {
    return update;
  }

  @Override
  public void save(Path directory) throws IOException {
    parameters().save(directory.resolve(FILE));
  }

  @Override
  public void restore(Path directory) throws IOException {
    parameters.restore(directory.resolve(FILE));
    update.load();
  }

  @Override
  public void close() {
    update.close();
    parameters.close();
  }
}
