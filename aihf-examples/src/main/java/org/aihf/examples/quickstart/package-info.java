/**
 * The main job: SFT, DPO, RLHF and AIHF on the same data, with the same number of policy updates,
 * judged by the same reward on held-out prompts.
 *
 * <p>{@link org.aihf.examples.quickstart.Contest} runs the methods of one seed from a base model
 * and data files; {@link org.aihf.examples.quickstart.ReviewScenario} makes both for the embedded
 * language task; {@link org.aihf.examples.quickstart.QuickstartCommand} is the command.
 */
@NullMarked
package org.aihf.examples.quickstart;

import org.jspecify.annotations.NullMarked;
