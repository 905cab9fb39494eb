/**
 * The section {@code best} of recipes: {@link org.aihf.run.best.BestSoFar} keeps the best of a run
 * and says when to stop, with the loop's own listeners {@link org.aihf.BestCheckpoint} and {@link
 * org.aihf.EarlyStopping}.
 */
@NullMarked
package org.aihf.run.best;

import org.jspecify.annotations.NullMarked;
