package org.aihf.llm.recipe;

import org.aihf.run.Manifest;

/**
 * What a run took, for the report.
 *
 * @param updates of the policy (method {@code reward}: of the reward model)
 * @param samplesDrawn answers sampled for training
 */
record RunCost(long updates, long samplesDrawn) {

  /**
   * @param units iterations or updates done
   * @param demonstrations how many there are
   */
  static RunCost of(TrainRecipe recipe, long units, int demonstrations) {
    if (!recipe.method().samples()) {
      boolean selfPlay = recipe.method() == TrainRecipe.Method.SELF_PLAY;
      double drawn = (double) units * recipe.direct().demonstrationBatch();
      long epochs = selfPlay ? (long) Math.ceil(drawn / demonstrations) : 0;
      return new RunCost(units, epochs * demonstrations);
    }
    long updates = units * recipe.loop().policySteps();
    boolean greedy = Sampling.gradient(recipe.policy()).greedyBaseline();
    int perPrompt = greedy ? 2 : recipe.policy().samplesPerPrompt();
    long own =
        recipe.method() == TrainRecipe.Method.AIHF
            ? units * recipe.loop().rewardSteps() * recipe.reward().demonstrationBatch()
            : 0;
    return new RunCost(updates, updates * recipe.policy().promptsPerStep() * perPrompt + own);
  }

  Manifest addTo(Manifest manifest) {
    return manifest.extra("policy_steps", updates).extra("samples_drawn", samplesDrawn);
  }
}
