package org.aihf.mujoco.recipe;

import org.aihf.mujoco.sac.SacConfig;
import org.aihf.run.recipe.Range;

/**
 * SAC.
 *
 * @param hiddenSize units of each of the two hidden layers
 * @param learningRate Adam's step size for actor and temperature
 * @param criticLearningRate Adam's step size for the critics; 0: as {@code learning_rate}
 * @param batchSize transitions an update
 * @param bufferSize transitions kept in the replay
 * @param learningStarts steps of uniformly random actions before the first update
 * @param updatesPerStep updates after each step of the environment
 * @param discount γ
 * @param targetRate τ of the target critics
 * @param temperature α at the start
 * @param automaticTemperature whether α is learned
 * @param targetEntropy per component of the action
 * @param preloadDemonstrations whether the replay begins with the demonstrations; their rewards are
 *     the learned ones, like all others
 */
public record SacSection(
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
    double targetEntropy,
    boolean preloadDemonstrations) {
  /** Of a hidden layer; beyond it is a slip of the finger. */
  static final int MOST_UNITS = 1 << 14;

  static SacSection defaults() {
    SacConfig c = SacConfig.DEFAULTS;
    return new SacSection(
        c.hiddenSize(),
        c.learningRate(),
        0,
        c.batchSize(),
        c.bufferSize(),
        c.learningStarts(),
        c.updatesPerStep(),
        c.discount(),
        c.targetRate(),
        c.temperature(),
        c.automaticTemperature(),
        c.targetEntropy(),
        false);
  }

  static void checkTemperature(String key, double alpha) {
    if (!(alpha >= 1e-8 && alpha <= 1e8)) {
      throw Range.refuse(key, alpha, "from 1e-8 to 1e8");
    }
  }

  /**
   * @throws org.aihf.UserError naming the key that is out of range
   */
  SacConfig config() {
    Range.between(1, MOST_UNITS, "sac.hidden_size", hiddenSize);
    Range.between(0, 1, "sac.learning_rate", learningRate);
    Range.between(0, 1, "sac.critic_learning_rate", criticLearningRate);
    Range.atLeast(1, "sac.batch_size", batchSize);
    Range.atLeast(batchSize, "sac.buffer_size", bufferSize);
    Range.atLeast(0, "sac.learning_starts", learningStarts);
    Range.atLeast(0, "sac.updates_per_step", updatesPerStep);
    Range.between(0, 1, "sac.discount", discount);
    Range.between(0, 1, "sac.target_rate", targetRate);
    checkTemperature("sac.temperature", temperature);
    Range.between(-100, 100, "sac.target_entropy", targetEntropy);
    return new SacConfig(
        hiddenSize,
        learningRate,
        criticLearningRate == 0 ? learningRate : criticLearningRate,
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
