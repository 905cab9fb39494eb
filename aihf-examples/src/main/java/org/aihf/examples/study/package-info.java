/**
 * Studies: one recipe, what every method changes in it, several seeds, one report. {@link
 * org.aihf.examples.study.StudyRecipe} is the {@code study:} section of a recipe; {@link
 * org.aihf.examples.study.Study} makes the data if there are none and then trains every run in a
 * process of its own, several at a time. What a study does, a user can do by hand with the same
 * commands, and a study that was stopped goes on where it stopped.
 */
@NullMarked
package org.aihf.examples.study;

import org.jspecify.annotations.NullMarked;
