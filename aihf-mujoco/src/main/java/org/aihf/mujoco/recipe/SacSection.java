package org.aihf.mujoco.recipe;

import org.aihf.mujoco.sac.SacConfig;

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

  /**
   * @throws org.aihf.UserError naming what is out of range
   */
  SacConfig config() {
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
