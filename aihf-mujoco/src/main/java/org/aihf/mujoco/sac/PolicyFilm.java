package org.aihf.mujoco.sac;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.render.GifWriter;
import org.aihf.mujoco.render.Renderable;
import org.aihf.random.RandomStream;

/** A small animation of what a policy does: episodes that were played, played again and drawn. */
public final class PolicyFilm {
  /** Of the simulation; with at most 25 frames each, far below a megabyte. */
  static final double SECONDS = 6;

  private static final int WIDTH = 240;
  private static final int HEIGHT = 180;

  private PolicyFilm() {}

  /**
   * Writes the first seconds of some episodes, one after the other.
   *
   * @param file a GIF
   * @param environment makes one like those that were played in
   * @param episodes of {@link PolicyRollout}, from the first
   * @param random what they were played with
   * @return false, and no file, if the environment has no picture
   * @throws org.aihf.UserError if it cannot be drawn, or the file cannot be written
   */
  public static boolean write(
      Path file,
      Supplier<Environment> environment,
      List<Trajectory> episodes,
      RandomStream random) {
    try (Environment stage = environment.get()) {
      if (!(stage.unwrapped() instanceof Renderable picture)) {
        return false;
      }
      double framesPerSecond = picture.framesPerSecond();
      GifWriter.write(
          file,
          framesPerSecond,
          film -> {
            long left = Math.round(SECONDS * framesPerSecond);
            for (int i = 0; i < episodes.size() && left > 0; i++) {
              stage.reset(PolicyRollout.seed(random, i));
              film.accept(picture.render(WIDTH, HEIGHT));
              left--;
              ActionScale scale = ActionScale.of(stage);
              for (int t = 0; t < episodes.get(i).length() && left > 0; t++, left--) {
                stage.step(scale.toEnvironment(episodes.get(i).actions(), t));
                film.accept(picture.render(WIDTH, HEIGHT));
              }
            }
          });
      return true;
    }
  }
}
