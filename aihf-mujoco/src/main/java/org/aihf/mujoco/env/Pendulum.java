package org.aihf.mujoco.env;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import org.aihf.mujoco.render.Renderable;
import org.aihf.random.RandomStream;

/**
 * Gymnasium's Pendulum-v1 in plain Java: swing a rod up and hold it with little torque. Needs no
 * native library, and shows all there is to writing an {@link Environment}.
 *
 * <p>Observation: cos θ, sin θ, angular velocity; θ = 0 is upright. Action: a torque in [-2, 2],
 * clipped. Reward: -(θ² + 0.1 ω² + 0.001 u²) of the state before the action. Never terminates.
 */
public final class Pendulum implements Environment, Renderable {
  private static final double GRAVITY = 10;
  private static final double MASS = 1;
  private static final double LENGTH = 1;
  private static final double DT = 0.05;
  private static final double MAX_SPEED = 8;
  private static final double MAX_TORQUE = 2;

  private final Box observationSpace =
      Box.of(new double[] {-1, -1, -MAX_SPEED}, new double[] {1, 1, MAX_SPEED});
  private final Box actionSpace = Box.of(1, -MAX_TORQUE, MAX_TORQUE);
  private final EnvironmentRandom random = new EnvironmentRandom();
  private double angle;
  private double velocity;

  @Override
  public Box observationSpace() {
    return observationSpace;
  }

  @Override
  public Box actionSpace() {
    return actionSpace;
  }

  @Override
  public Reset reset(long seed) {
    random.seed(seed);
    return reset();
  }

  @Override
  public Reset reset() {
    RandomStream stream = random.stream();
    setState(Math.PI * (2 * stream.nextDouble() - 1), 2 * stream.nextDouble() - 1);
    return new Reset(observe(), Info.empty());
  }

  /** Puts the rod at an angle (0 is upright) with an angular velocity. */
  public void setState(double angle, double velocity) {
    this.angle = angle;
    this.velocity = velocity;
  }

  @Override
  public Step step(double[] action) {
    random.stream(); // demands a reset
    ActionCheck.check(action, actionSpace);
    double torque = actionSpace.clip(action)[0];
    double wrapped = angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));
    double cost = wrapped * wrapped + 0.1 * velocity * velocity + 0.001 * torque * torque;
    double acceleration =
        3 * GRAVITY / (2 * LENGTH) * Math.sin(angle) + 3 / (MASS * LENGTH * LENGTH) * torque;
    velocity = Math.min(MAX_SPEED, Math.max(-MAX_SPEED, velocity + acceleration * DT));
    angle += velocity * DT;
    return new Step(observe(), -cost, false, false, Info.empty());
  }

  private double[] observe() {
    return new double[] {Math.cos(angle), Math.sin(angle), velocity};
  }

  @Override
  public double[] snapshot() {
    double[] stream = random.save();
    return new double[] {stream[0], stream[1], angle, velocity};
  }

  @Override
  public void restore(double[] snapshot) {
    random.restore(snapshot[0], snapshot[1]);
    setState(snapshot[2], snapshot[3]);
  }

  @Override
  public BufferedImage render(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    double scale = Math.min(width, height) / 2.6;
    graphics.translate(width / 2.0, height / 2.0);
    graphics.scale(scale, -scale);
    graphics.setColor(new Color(0xC0, 0x4A, 0x3A));
    graphics.setStroke(new BasicStroke(0.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(new Line2D.Double(0, 0, -LENGTH * Math.sin(angle), LENGTH * Math.cos(angle)));
    graphics.dispose();
    return image;
  }

  @Override
  public double framesPerSecond() {
    return 1 / DT;
  }

  @Override
  public void close() {}
}
