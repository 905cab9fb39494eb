package org.aihf.mujoco.render;

import java.awt.image.BufferedImage;

/** Something with a picture of its present state. */
public interface Renderable {
  BufferedImage render(int width, int height);

  /** How many pictures a second show it at its own speed: one a step. */
  double framesPerSecond();
}
