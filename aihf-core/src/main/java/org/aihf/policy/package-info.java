/** The policy side of the seam. */
@NullMarked
package org.aihf.policy;

import org.jspecify.annotations.NullMarked;
