/**
 * Figures of runs: agreement of two measurements, and what a few seeds say of a method. Pure
 * functions.
 */
@NullMarked
package org.aihf.statistics;

import org.jspecify.annotations.NullMarked;
