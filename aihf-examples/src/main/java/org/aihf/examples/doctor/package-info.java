/** What {@code aihf doctor} looks at. */
@NullMarked
package org.aihf.examples.doctor;

import org.jspecify.annotations.NullMarked;
