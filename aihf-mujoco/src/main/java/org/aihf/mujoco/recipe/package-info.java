/**
 * Recipes of control tasks: {@link org.aihf.mujoco.recipe.ControlRecipe} has every key and default,
 * {@link org.aihf.mujoco.recipe.ControlTraining} turns one into a run directory.
 *
 * <p>{@code ControlRun} chooses by method: {@code FixedRewardRun} is SAC on a reward that nobody
 * learns, {@code SequentialRun} RLHF (reward, clone, then SAC), {@code JointRun} Algorithm 1;
 * {@code Preparation} clones and pretrains.
 */
@NullMarked
package org.aihf.mujoco.recipe;

import org.jspecify.annotations.NullMarked;
