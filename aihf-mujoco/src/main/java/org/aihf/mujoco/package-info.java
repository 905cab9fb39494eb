@NullMarked
package org.aihf.mujoco;

import org.jspecify.annotations.NullMarked;
