package org.aihf.examples.mujoco;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.aihf.UserError;
import org.aihf.mujoco.data.Actor;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Rollout;
import org.aihf.mujoco.env.Step;
import org.aihf.mujoco.render.GifWriter;
import org.aihf.mujoco.render.Renderable;
import org.aihf.random.RandomStream;
import org.aihf.run.AtomicFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Draws an episode. */
@Command(
    name = "render",
    description = {
      "Draw an episode from the side: an animation (.gif), or its last state (.png).",
      "",
      "Replays actions from a file as 'rollout' does, or acts until the episode ends: by a saved policy, or",
      "at random."
    })
final class RenderCommand implements Callable<Integer> {
  @Mixin private EnvironmentOptions environment = new EnvironmentOptions();

  @Option(
      names = "--actions",
      paramLabel = "F.jsonl",
      description = "What to do. Default: at random.")
  private @Nullable Path actions;

  @Option(
      names = "--policy",
      paramLabel = "DIR",
      description =
          "Instead: whose mode acts. A directory with sac.safetensors, or a run directory.")
  private @Nullable Path policy;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps at most, without --actions. Default: 200.")
  private @Nullable Integer steps;

  @Option(names = "--width", paramLabel = "PIXELS", description = "Default: ${DEFAULT-VALUE}.")
  private int width = 480;

  @Option(names = "--height", paramLabel = "PIXELS", description = "Default: ${DEFAULT-VALUE}.")
  private int height = 360;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "F.gif|F.png",
      description = "Where to write; appears when all is done.")
  private Path output;

  @Override
  public Integer call() {
    String name = output.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".gif") && !name.endsWith(".png")) {
      throw new UserError("--output must end in .gif or .png, not " + output);
    }
    if (actions != null && policy != null) {
      throw new UserError("options --actions and --policy exclude each other; give one of them");
    }
    range("--width", width, 16, 4096);
    range("--height", height, 16, 4096);
    if (steps != null) {
      if (actions != null) {
        throw new UserError("give either --actions or --steps: a file has as many steps as lines");
      }
      range("--steps", steps, 0, 100_000);
    }
    try (Environment made = environment.make()) {
      if (!(made.unwrapped() instanceof Renderable picture)) {
        throw new UserError(
            "--env %s has no picture: its class is not Renderable".formatted(environment.name()));
      }
      if (name.endsWith(".gif")) {
        GifWriter.write(
            output,
            picture.framesPerSecond(),
            film -> play(made, () -> film.accept(draw(picture))));
      } else {
        play(made, () -> {});
        BufferedImage image = draw(picture);
        AtomicFiles.write(output, out -> ImageIO.write(image, "png", out));
      }
    }
    return 0;
  }

  private void play(Environment made, Runnable afterStep) {
    if (actions != null) {
      Rollout.replay(made, environment.seed(), actions, step -> afterStep.run());
      return;
    }
    RandomStream random = RandomStream.of(environment.seed()).split("actions");
    UnaryOperator<double[]> acting =
        policy == null
            ? observation -> made.actionSpace().sample(random)
            : acting(SavedPolicy.load(policy, made, true), made.actionSpace().dimension(), random);
    double[] observation = made.reset(environment.seed()).observation();
    afterStep.run();
    boolean done = false;
    int most = steps == null ? 200 : steps;
    for (int t = 0; t < most && !done; t++) {
      Step step = made.step(acting.apply(observation));
      observation = step.observation();
      afterStep.run();
      done = step.done();
    }
  }

  private static UnaryOperator<double[]> acting(Actor actor, int actionSize, RandomStream random) {
    return observation -> {
      float[] seen = new float[observation.length];
      for (int i = 0; i < seen.length; i++) {
        seen[i] = (float) observation[i];
      }
      float[] action = new float[actionSize];
      actor.act(seen, random, action);
      return IntStream.range(0, actionSize).mapToDouble(i -> action[i]).toArray();
    };
  }

  private BufferedImage draw(Renderable picture) {
    return picture.render(width, height);
  }

  private static void range(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new UserError("%s must be %d to %d, not %d".formatted(option, least, most, value));
    }
  }
}
