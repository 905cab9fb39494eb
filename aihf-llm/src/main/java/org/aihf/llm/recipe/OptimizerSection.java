package org.aihf.llm.recipe;

/**
 * AdamW and its learning rate.
 *
 * @param learningRate peak
 * @param schedule after warm-up
 * @param warmupSteps linear warm-up from 0
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment
 * @param weightDecay decoupled; not on biases and norms
 * @param maxGradientNorm global norm to which larger gradients are scaled down
 */
public record OptimizerSection(
    double learningRate,
    Schedule schedule,
    int warmupSteps,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    double maxGradientNorm) {

  /** Shape of the learning rate. */
  public enum Schedule {
    CONSTANT,
    LINEAR,
    COSINE
  }

  static OptimizerSection defaults() {
    return new OptimizerSection(1e-5, Schedule.CONSTANT, 0, 0.9, 0.999, 1e-8, 0, 1);
  }

  OptimizerSection withLearningRate(double value) {
    return new OptimizerSection(
        value, schedule, warmupSteps, beta1, beta2, epsilon, weightDecay, maxGradientNorm);
  }
}
