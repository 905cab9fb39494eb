package org.aihf.examples.mujoco;

import org.aihf.UserError;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Environments;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which environment, and how its episode starts. */
final class EnvironmentOptions {
  @Option(
      names = "--env",
      required = true,
      paramLabel = "NAME",
      description = "Such as Hopper-v5, HalfCheetah-v5, Walker2d-v4, Pendulum-v1.")
  private String name = "";

  @Option(names = "--seed", paramLabel = "S", description = "Of the start state. Default: 0.")
  private long seed;

  @Option(
      names = "--reset-noise",
      paramLabel = "SCALE",
      description = "Of a robot's start state; 0 starts every episode alike. Default: Gymnasium's.")
  private @Nullable Double resetNoise;

  String name() {
    return name;
  }

  long seed() {
    return seed;
  }

  Environment make() {
    if (resetNoise == null) {
      return Environments.make(name);
    }
    double scale = resetNoise;
    if (!(scale >= 0) || !Double.isFinite(scale)) {
      throw new UserError("--reset-noise must be at least 0, not " + scale);
    }
    return Environments.make(name, settings -> settings.withResetNoiseScale(scale));
  }
}
