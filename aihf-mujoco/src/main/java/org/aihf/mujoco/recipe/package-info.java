/**
 * Recipes of control tasks: {@link org.aihf.mujoco.recipe.ControlRecipe} has every key and default,
 * {@link org.aihf.mujoco.recipe.ControlTraining} turns one into a run directory.
 */
@NullMarked
package org.aihf.mujoco.recipe;

import org.jspecify.annotations.NullMarked;
