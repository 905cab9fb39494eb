/** Seeded, named, resumable randomness: one seed at the root of a run, split by name. */
@NullMarked
package org.aihf.random;

import org.jspecify.annotations.NullMarked;
