/**
 * The reward side of the seam: scoring (no gradient) and reward alignment (eq. 22), named apart.
 */
@NullMarked
package org.aihf.reward;

import org.jspecify.annotations.NullMarked;
