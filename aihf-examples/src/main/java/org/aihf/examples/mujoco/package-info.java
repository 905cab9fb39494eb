/** {@code ./aihf mujoco}: the native library, replayed rollouts, pictures. */
@NullMarked
package org.aihf.examples.mujoco;

import org.jspecify.annotations.NullMarked;
