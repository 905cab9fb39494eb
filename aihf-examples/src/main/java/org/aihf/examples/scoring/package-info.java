/** Rows in, rows out: what {@code aihf score} and {@code aihf generate} do with a model. */
@NullMarked
package org.aihf.examples.scoring;

import org.jspecify.annotations.NullMarked;
