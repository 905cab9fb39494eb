package org.aihf.llm.recipe;

import org.aihf.torch.AdamWConfig;
import org.aihf.torch.LearningRateSchedule;

/** From a recipe's optimiser section to the engine's. */
final class Optimizers {
  private Optimizers() {}

  static AdamWConfig adamW(OptimizerSection section) {
    return new AdamWConfig(
        section.beta1(),
        section.beta2(),
        section.epsilon(),
        section.weightDecay(),
        section.maxGradientNorm(),
        false);
  }

  static LearningRateSchedule schedule(OptimizerSection section, long totalUpdates) {
    double peak = section.learningRate();
    int warmup = section.warmupSteps();
    return switch (section.schedule()) {
      case CONSTANT -> new LearningRateSchedule.Constant(peak, warmup);
      case LINEAR -> new LearningRateSchedule.Linear(peak, warmup, totalUpdates);
      case COSINE -> new LearningRateSchedule.Cosine(peak, warmup, totalUpdates);
    };
  }
}
