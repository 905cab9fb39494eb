package org.aihf.mujoco.reward;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.aihf.Metrics;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.objective.RewardObjective;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardAlignment;
import org.aihf.reward.RewardBatch;
import org.aihf.reward.RewardModel;
import org.aihf.statistics.Summary;
import org.aihf.torch.LearningRateSchedule;
import org.aihf.torch.ParameterSet;
import org.aihf.torch.TorchRuntime;
import org.aihf.torch.safetensors.Dtype;
import org.aihf.torch.safetensors.Safetensors;
import org.aihf.torch.safetensors.SafetensorsWriter;

/**
 * A small network as the reward of control (Appendix A.2.1): r(s, a) by step for SAC, R(τ) = Σ γ^t
 * r_t for Algorithm 1, learned by eq. 22 or any other {@link RewardObjective}.
 *
 * <p>{@link #rewards} and {@link #score} give the reward as the policy sees it, (r − offset) /
 * scale with the numbers of the last {@link #calibrate}; {@link #align} differentiates the raw one.
 *
 * <p>An ensemble's members start from different weights, and each sees its own resample (with
 * replacement) of the pairs of every batch and minimises its own loss; the reward is their mean,
 * less a multiple of their deviation if wanted. One thread at a time.
 */
public final class RewardNetwork implements RewardModel<Trajectory>, StepReward, AutoCloseable {
  private static final String WEIGHTS = "weights.safetensors";
  private static final String OPTIMIZER = "optimizer.safetensors";

  private final RewardNetworkConfig config;
  private final LearningRateSchedule learningRate;
  private final StepNetwork network;
  private final StepFeatures features;
  private long resampleSeed;
  private long updates;
  private double offset;
  private double scale = 1;
  private float[] inputs = new float[0];

  /**
   * A network with fresh weights.
   *
   * @param random of weights and resampling
   * @param learningRate of each {@link #align}; the paper's is constant 1e-4
   */
  public RewardNetwork(
      TorchRuntime runtime,
      RewardNetworkConfig config,
      RandomStream random,
      LearningRateSchedule learningRate) {
    this.config = config;
    this.learningRate = learningRate;
    this.network = new StepNetwork(runtime, config, random);
    this.features = new StepFeatures(config);
    this.resampleSeed = random.split("resample").nextLong();
  }

  /**
   * The network that {@link #save} wrote.
   *
   * @throws org.aihf.UserError naming the file that is missing or damaged
   */
  public static RewardNetwork load(
      TorchRuntime runtime, Path directory, LearningRateSchedule learningRate) {
    RewardNetworkConfig config = RewardNetworkState.read(directory).config();
    RewardNetwork loaded = new RewardNetwork(runtime, config, RandomStream.of(0), learningRate);
    try {
      loaded.restore(directory);
    } catch (RuntimeException e) {
      loaded.close();
      throw e;
    }
    return loaded;
  }

  public RewardNetworkConfig config() {
    return config;
  }

  /** The weights, for inspection: {@code layers.N.weight} [members, in, out] and {@code .bias}. */
  public ParameterSet parameters() {
    return network.parameters();
  }

  /** What is subtracted from a step's raw reward before a policy sees it. */
  public double offset() {
    return offset;
  }

  /** What a step's reward less {@link #offset} is divided by. */
  public double scale() {
    return scale;
  }

  /**
   * Fits {@link ObservationScaling#FITTED}: mean and deviation of these observations from now on.
   *
   * @throws IllegalStateException if the configuration asks for another scaling
   */
  public void fitScaling(List<Trajectory> data) {
    if (config.scaling() != ObservationScaling.FITTED) {
      throw new IllegalStateException("scaling is " + config.scaling() + ", not FITTED");
    }
    features.restore(new double[0]);
    data.forEach(trajectory -> features.observe(trajectory.observations()));
    features.refresh();
  }

  /**
   * Measures offset and scale of {@link RewardNetworkConfig#view} on the raw rewards of some
   * transitions, such as those that a policy will be trained on. To be called again after
   * alignment, which moves the raw reward; between calls both numbers stay. Mean and deviation are
   * of the steps in which something is done: a fallen robot's wait in an absorbing state is worth
   * the same each time, and most of a bad policy's episode.
   *
   * @return {@code reward/offset} and {@code reward/scale}
   */
  public Metrics calibrate(TransitionBatch batch) {
    float[] raw = raw(batch);
    double least = IntStream.range(0, raw.length).mapToDouble(row -> raw[row]).min().orElse(0);
    Summary acting =
        Summary.of(
            IntStream.range(0, raw.length)
                .filter(row -> !features.isAbsorbing(batch, row))
                .mapToDouble(row -> raw[row])
                .toArray());
    offset =
        switch (config.view().offset()) {
          case NONE -> 0;
          case MEAN -> acting.mean();
          case MINIMUM -> least;
        };
    boolean scaled = config.view().scale() == RewardView.Scale.DEVIATION;
    scale = scaled && acting.deviation() > 0 ? acting.deviation() : 1;
    return Metrics.of("reward/offset", offset).with("reward/scale", scale);
  }

  /** One call of the kernel, whatever the number of transitions. */
  @Override
  public void rewards(TransitionBatch batch, float[] into) {
    float[] raw = raw(batch);
    for (int i = 0; i < raw.length; i++) {
      into[i] = (float) ((raw[i] - offset) / scale);
    }
  }

  /**
   * Raw step rewards, as alignment sees them.
   *
   * @throws ArithmeticException if one is not finite
   */
  private float[] raw(TransitionBatch batch) {
    if (config.scaling() == ObservationScaling.FITTED && !features.fitted()) {
      throw new IllegalStateException("fitScaling(data) comes before the first reward");
    }
    int numbers = batch.size() * config.inputSize();
    if (inputs.length < numbers) {
      inputs = new float[numbers];
    }
    features.fill(batch, inputs);
    float[] raw = network.rewards(inputs, batch.size());
    boolean finite = true;
    for (float r : raw) {
      finite &= Float.isFinite(r);
    }
    if (!finite) {
      throw new ArithmeticException(
          "a reward of %d transitions is not finite after %d updates of the reward network"
              .formatted(raw.length, updates));
    }
    return raw;
  }

  @Override
  public double[] score(List<Trajectory> trajectories) {
    return new DiscountedReturn(this, config.discount()).score(trajectories);
  }

  @Override
  public Metrics align(RewardBatch<Trajectory> batch, RewardObjective objective) {
    double[] moments = features.save();
    double rate = learningRate.at(updates);
    try {
      observe(batch);
      List<Metrics> members = new ArrayList<>();
      for (int member = 0; member < config.members(); member++) {
        members.add(
            RewardAlignment.accumulate(
                new MemberReturns(network, features, config, member),
                resample(batch, member),
                objective,
                UnaryOperator.identity()));
      }
      double norm = network.optimizer().step(rate);
      updates++;
      return Metrics.mean(members)
          .with("reward/grad_norm", norm)
          .with("reward/learning_rate", rate);
    } catch (ArithmeticException e) {
      network.parameters().clearGradients();
      features.restore(moments);
      throw e;
    }
  }

  private void observe(RewardBatch<Trajectory> batch) {
    if (config.scaling() == ObservationScaling.RUNNING) {
      batch.demonstrations().forEach(t -> features.observe(t.observations()));
      batch.ownSamples().forEach(t -> features.observe(t.observations()));
      batch
          .preferences()
          .forEach(
              pair -> {
                features.observe(pair.chosen().observations());
                features.observe(pair.rejected().observations());
              });
      features.refresh();
    }
  }

  private RewardBatch<Trajectory> resample(RewardBatch<Trajectory> batch, int member) {
    if (config.members() == 1) {
      return batch;
    }
    RandomStream random =
        RandomStream.of(resampleSeed).split("update", updates).split("member", member);
    RandomStream pairs = random.split("demonstrations");
    RandomStream choices = random.split("preferences");
    List<Trajectory> demonstrations = new ArrayList<>();
    List<Trajectory> ownSamples = new ArrayList<>();
    for (int i = 0; i < batch.demonstrations().size(); i++) {
      int drawn = pairs.nextInt(batch.demonstrations().size());
      demonstrations.add(batch.demonstrations().get(drawn));
      ownSamples.add(batch.ownSamples().get(drawn));
    }
    var preferences =
        batch.preferences().stream()
            .map(pair -> batch.preferences().get(choices.nextInt(batch.preferences().size())))
            .toList();
    return new RewardBatch<>(demonstrations, ownSamples, preferences);
  }

  @Override
  public void save(Path directory) throws IOException {
    Files.createDirectories(directory);
    SafetensorsWriter.write(directory.resolve(WEIGHTS), network.parameters().tensors(), Dtype.F32);
    network.optimizer().save(directory.resolve(OPTIMIZER));
    new RewardNetworkState(config, updates, resampleSeed, features.save(), offset, scale)
        .write(directory);
  }

  /**
   * Continues from what {@link #save} wrote.
   *
   * @throws org.aihf.UserError naming the file that is missing, damaged or of another network;
   *     nothing is changed then
   */
  @Override
  public void restore(Path directory) {
    RewardNetworkState state = RewardNetworkState.read(directory);
    state.requireConfig(directory, config);
    ParameterSet parameters = network.parameters();
    try (Safetensors file = Safetensors.open(directory.resolve(WEIGHTS))) {
      for (String name : parameters.names()) {
        file.requireShape(name, parameters.shape(name).getShape());
      }
      network.optimizer().restore(directory.resolve(OPTIMIZER));
      for (String name : parameters.names()) {
        parameters.set(name, file, name);
      }
    }
    features.restore(state.moments());
    resampleSeed = state.resampleSeed();
    updates = state.updates();
    offset = state.offset();
    scale = state.scale();
  }

  @Override
  public void close() {
    network.close();
  }
}
