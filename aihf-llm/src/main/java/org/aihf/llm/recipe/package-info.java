/**
 * Recipes: one YAML file says everything about a run. {@link org.aihf.llm.recipe.TrainRecipe} is
 * its shape and defaults, {@link org.aihf.llm.recipe.TrainingRun} carries it out.
 */
@NullMarked
package org.aihf.llm.recipe;

import org.jspecify.annotations.NullMarked;
