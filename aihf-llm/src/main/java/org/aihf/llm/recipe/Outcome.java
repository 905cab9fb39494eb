package org.aihf.llm.recipe;

import org.aihf.Metrics;

/**
 * How a run ended.
 *
 * @param evaluation the last one; empty without held-out prompts
 * @param units iterations (direct methods and {@code reward}: updates) done
 * @param stopped whether before all of them, because {@code best.patience} was at its end
 */
record Outcome(Metrics evaluation, long units, boolean stopped) {}
