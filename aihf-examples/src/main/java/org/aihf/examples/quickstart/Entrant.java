package org.aihf.examples.quickstart;

import java.util.function.UnaryOperator;
import org.aihf.llm.recipe.TrainRecipe;

/**
 * One method of a contest.
 *
 * @param name how tables and directories call it, such as "AIHF from base"
 * @param start where the policy starts
 * @param reference what its KL is to
 * @param oracle whether the policy sees the true reward
 * @param recipe from a recipe with models and data filled in to this method's
 */
record Entrant(
    String name, Start start, Start reference, boolean oracle, UnaryOperator<TrainRecipe> recipe) {
  /** A model that others start from. */
  enum Start {
    BASE,
    SFT
  }

  /** The name as a directory. */
  String slug() {
    return name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
