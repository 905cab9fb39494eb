package org.aihf.mujoco.sac;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
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

  /** How long the end of an episode stays, so that a fall is seen. */
  private static final double PAUSE_SECONDS = 0.5;

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
      GifWriter.write(
          file,
          picture.framesPerSecond(),
          film -> new Shooting(stage, picture, film).shoot(episodes, random));
      return true;
    }
  }

  /** From the first picture to the last. */
  private static final class Shooting {
    private final Environment stage;
    private final Renderable picture;
    private final Consumer<BufferedImage> film;
    private long framesLeft;

    Shooting(Environment stage, Renderable picture, Consumer<BufferedImage> film) {
      this.stage = stage;
      this.picture = picture;
      this.film = film;
      framesLeft = Math.round(SECONDS * picture.framesPerSecond());
    }

    void shoot(List<Trajectory> episodes, RandomStream random) {
      ActionScale scale = ActionScale.of(stage);
      for (int i = 0; i < episodes.size() && framesLeft > 0; i++) {
        stage.reset(PolicyRollout.seed(random, i));
        frames(1);
        for (int t = 0; t < episodes.get(i).length() && framesLeft > 0; t++) {
          stage.step(scale.toEnvironment(episodes.get(i).actions(), t));
          frames(1);
        }
        frames(Math.round(PAUSE_SECONDS * picture.framesPerSecond()));
      }
    }

    /** The stage as it is, so many times, while there are frames left. */
    private void frames(long count) {
      BufferedImage image = picture.render(WIDTH, HEIGHT);
      for (long i = 0; i < count && framesLeft > 0; i++, framesLeft--) {
        film.accept(image);
      }
    }
  }
}
