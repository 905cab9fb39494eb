/** What people gave us: demonstrations and preferences, and seeded samplers over them. */
@NullMarked
package org.aihf.data;

import org.jspecify.annotations.NullMarked;
