@NullMarked
package org.aihf;

import org.jspecify.annotations.NullMarked;
