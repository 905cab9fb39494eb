/**
 * The quickstart's language task: short film reviews from a grammar of our own, judged by a known
 * true reward of several aspects. Nothing is downloaded, everything follows from a seed.
 *
 * <p>Start with {@link ReviewGrammar} (what a review looks like) and {@link TrueReward} (what a
 * good one is). {@link Quality} says how well a writer writes; {@link ReviewPrompts} deals out
 * disjoint titles for training and judging; {@link ReviewData} draws pretraining text and
 * demonstrations; {@link PreferenceRater} plays the human who compares two completions; {@link
 * ReviewTokenizer} and {@link ReviewFiles} write what a user would have on disk.
 */
@NullMarked
package org.aihf.examples.reviews;

import org.jspecify.annotations.NullMarked;
