/**
 * Objectives as pure functions: scores in, loss and coefficients out. No engine, no autograd; add
 * your own here.
 */
@NullMarked
package org.aihf.objective;

import org.jspecify.annotations.NullMarked;
