/**
 * Pictures without OpenGL: planar robots seen from the side, drawn with Java2D, as {@link
 * org.aihf.mujoco.render.SideView images} and {@link org.aihf.mujoco.render.GifWriter animations}.
 */
@NullMarked
package org.aihf.mujoco.render;

import org.jspecify.annotations.NullMarked;
