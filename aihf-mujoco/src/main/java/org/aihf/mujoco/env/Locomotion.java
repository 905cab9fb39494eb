package org.aihf.mujoco.env;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.aihf.mujoco.MujocoModel;
import org.aihf.random.RandomStream;

/**
 * A planar robot paid for running forward: x velocity (displacement over the step, divided by its
 * time), a healthy reward while it stands, minus the squared actions. Semantics are Gymnasium's
 * (gymnasium/envs/mujoco); models are our own.
 *
 * <p>Observation: qpos without x, then qvel. Actions are in [-1, 1]; larger ones are clamped by the
 * simulation but paid for in full, as in Gymnasium.
 */
abstract class Locomotion extends MujocoEnvironment {
  private static final List<String> START = List.of("x_position", "z_distance_from_origin");
  private final Version version;
  private final LocomotionSettings settings;
  private final List<String> stepInfo;
  private final double initialHeight;

  Locomotion(
      String resource,
      int frameSkip,
      int joints,
      int actuators,
      Version version,
      LocomotionSettings settings) {
    super(
        model(resource),
        frameSkip,
        Box.unbounded(2 * joints - (settings.excludePosition() ? 1 : 0)),
        Box.of(actuators, -1, 1));
    this.version = version;
    this.settings = settings;
    stepInfo =
        List.of(
            "x_position",
            "z_distance_from_origin",
            "x_velocity",
            forwardRewardName(version),
            "reward_ctrl",
            "reward_survive");
    initialHeight = qpos().get(1);
  }

  private static MujocoModel model(String resource) {
    try (InputStream stream =
        Objects.requireNonNull(Locomotion.class.getResourceAsStream(resource), resource)) {
      return MujocoModel.parse(resource, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the robot still stands. */
  abstract boolean isHealthy();

  /** Observations of velocities lie in [-limit, limit]. */
  abstract double velocityLimit();

  /** Noise of the velocities at the start is Gaussian rather than uniform. */
  abstract boolean gaussianVelocityNoise();

  /** What the info calls the reward of moving forward. */
  String forwardRewardName(Version of) {
    return "reward_forward";
  }

  final LocomotionSettings settings() {
    return settings;
  }

  @Override
  protected void drawStart(RandomStream random, double[] positions, double[] velocities) {
    double scale = settings.resetNoiseScale();
    for (int i = 0; i < positions.length; i++) {
      positions[i] += scale * (2 * random.nextDouble() - 1);
    }
    for (int i = 0; i < velocities.length; i++) {
      velocities[i] +=
          scale * (gaussianVelocityNoise() ? random.nextGaussian() : 2 * random.nextDouble() - 1);
    }
  }

  @Override
  protected double[] observe() {
    int skip = settings.excludePosition() ? 1 : 0;
    int positions = qpos().limit() - skip;
    double[] observation = new double[positions + qvel().limit()];
    qpos().get(skip, observation, 0, positions);
    qvel().get(0, observation, positions, qvel().limit());
    double limit = velocityLimit();
    for (int i = positions; i < observation.length; i++) {
      observation[i] = Math.min(limit, Math.max(-limit, observation[i]));
    }
    return observation;
  }

  @Override
  protected Info startInfo() {
    return Info.of(START, qpos().get(0), qpos().get(1) - initialHeight);
  }

  @Override
  protected Step judge(double[] positionsBefore, double[] action, double[] observation) {
    double x = qpos().get(0);
    double velocity = (x - positionsBefore[0]) / dt();
    double squares = 0;
    for (double a : action) {
      squares += a * a;
    }
    boolean healthy = isHealthy();
    boolean terminate = settings.terminateWhenUnhealthy();
    boolean paid = healthy || (version == Version.V4 && terminate);
    double forward = settings.forwardRewardWeight() * velocity;
    double survive = paid ? settings.healthyReward() : 0;
    double control = settings.controlCostWeight() * squares;
    Info info =
        Info.of(stepInfo, x, qpos().get(1) - initialHeight, velocity, forward, -control, survive);
    return new Step(observation, forward + survive - control, !healthy && terminate, false, info);
  }
}
