package org.aihf.mujoco.sac;

import java.util.function.Consumer;

/**
 * Hyper-parameters of SAC.
 *
 * @param hiddenSize units of each of the two ReLU layers of actor and critics
 * @param learningRate Adam's step size for actor and temperature
 * @param criticLearningRate Adam's step size for the critics
 * @param batchSize transitions an update
 * @param bufferSize transitions kept; the oldest go first
 * @param learningStarts steps of uniformly random actions before the first update
 * @param updatesPerStep updates after each step of the environment
 * @param discount γ
 * @param targetRate τ of the exponential average that the target critics are
 * @param temperature α at the start
 * @param automaticTemperature whether α is learned, to keep the entropy near its target
 * @param targetEntropy per component of the action, in nats
 */
public record SacConfig(
    int hiddenSize,
    double learningRate,
    double criticLearningRate,
    int batchSize,
    int bufferSize,
    int learningStarts,
    int updatesPerStep,
    double discount,
    double targetRate,
    double temperature,
    boolean automaticTemperature,
    double targetEntropy) {

  /**
   * Stable-Baselines3's defaults for networks of 256 units, with RL Zoo's 10,000 random steps on
   * MuJoCo tasks.
   */
  public static final SacConfig DEFAULTS =
      new SacConfig(256, 3e-4, 3e-4, 256, 1_000_000, 10_000, 1, 0.99, 0.005, 1, true, -1);

  /** The paper's networks and step size (Appendix A.2.1): (64, 64), 3e-3. */
  public static final SacConfig PAPER = DEFAULTS.withHiddenSize(64).withLearningRate(3e-3);

  /**
   * CleanRL's {@code sac_continuous_action.py} as far as these settings go: critics learn faster,
   * 5,000 random steps. Its temperature has the critics' step size, its actor two updates every
   * other step, and its log deviations another range.
   */
  public static final SacConfig CLEAN_RL =
      new SacConfig(256, 3e-4, 1e-3, 256, 1_000_000, 5_000, 1, 0.99, 0.005, 1, true, -1);

  /**
   * @throws IllegalArgumentException naming what is out of range
   */
  public SacConfig {
    atLeast("hiddenSize", hiddenSize, 1);
    atLeast("batchSize", batchSize, 1);
    atLeast("bufferSize", bufferSize, batchSize);
    atLeast("learningStarts", learningStarts, 0);
    atLeast("updatesPerStep", updatesPerStep, 0);
    inside("learningRate", learningRate, 0, 1);
    inside("criticLearningRate", criticLearningRate, 0, 1);
    inside("discount", discount, 0, 1);
    inside("targetRate", targetRate, 0, 1);
    inside("temperature", temperature, 1e-8, 1e8);
    inside("targetEntropy", targetEntropy, -100, 100);
  }

  public SacConfig withHiddenSize(int units) {
    return with(draft -> draft.hiddenSize = units);
  }

  /** One step size for actor, critics and temperature. */
  public SacConfig withLearningRate(double rate) {
    return with(
        draft -> {
          draft.learningRate = rate;
          draft.criticLearningRate = rate;
        });
  }

  public SacConfig withBatchSize(int size) {
    return with(draft -> draft.batchSize = size);
  }

  public SacConfig withBufferSize(int transitions) {
    return with(draft -> draft.bufferSize = transitions);
  }

  public SacConfig withLearningStarts(int steps) {
    return with(draft -> draft.learningStarts = steps);
  }

  public SacConfig withTemperature(double alpha) {
    return with(draft -> draft.temperature = alpha);
  }

  /** A temperature that stays as it is. */
  public SacConfig withFixedTemperature(double alpha) {
    return withTemperature(alpha).with(draft -> draft.automaticTemperature = false);
  }

  private SacConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.finish();
  }

  private static void atLeast(String name, int value, int minimum) {
    if (value < minimum) {
      throw new IllegalArgumentException(
          "%s is %d; it must be at least %d".formatted(name, value, minimum));
    }
  }

  private static void inside(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          "%s is %s; it must lie in [%s, %s]".formatted(name, value, low, high));
    }
  }

  /** A copy whose components can be set, until it is finished. */
  private static final class Draft {
    private int hiddenSize;
    private double learningRate;
    private double criticLearningRate;
    private int batchSize;
    private int bufferSize;
    private int learningStarts;
    private int updatesPerStep;
    private double discount;
    private double targetRate;
    private double temperature;
    private boolean automaticTemperature;
    private double targetEntropy;

    private Draft(SacConfig from) {
      hiddenSize = from.hiddenSize;
      learningRate = from.learningRate;
      criticLearningRate = from.criticLearningRate;
      batchSize = from.batchSize;
      bufferSize = from.bufferSize;
      learningStarts = from.learningStarts;
      updatesPerStep = from.updatesPerStep;
      discount = from.discount;
      targetRate = from.targetRate;
      temperature = from.temperature;
      automaticTemperature = from.automaticTemperature;
      targetEntropy = from.targetEntropy;
    }

    private SacConfig finish() {
      return new SacConfig(
          hiddenSize,
          learningRate,
          criticLearningRate,
          batchSize,
          bufferSize,
          learningStarts,
          updatesPerStep,
          discount,
          targetRate,
          temperature,
          automaticTemperature,
          targetEntropy);
    }
  }
}
