package org.aihf.mujoco.env;

import java.awt.image.BufferedImage;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.List;
import org.aihf.mujoco.MujocoData;
import org.aihf.mujoco.MujocoModel;
import org.aihf.mujoco.render.Renderable;
import org.aihf.mujoco.render.SideView;
import org.aihf.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * An environment simulated by MuJoCo; a subclass says how episodes start, what is observed, and
 * what a step is worth. See {@link Hopper} for the whole of one.
 *
 * <p>When the simulation becomes unstable MuJoCo would silently start over; here the episode ends
 * instead: terminated, reward 0, the last sound observation, and {@code diverged = 1} in the info.
 */
public abstract class MujocoEnvironment implements Environment, Renderable {
  private static final Info DIVERGED = Info.of(List.of("diverged"), 1);

  private final MujocoModel model;
  private final MujocoData data;
  private final int frameSkip;
  private final Box observationSpace;
  private final Box actionSpace;
  private final double[] initialPositions;
  private final EnvironmentRandom random = new EnvironmentRandom();
  private double @Nullable [] lastObservation;
  private @Nullable SideView sideView;

  /**
   * @param model owned by this environment from here on
   * @param frameSkip time steps of the simulation in one step of the environment
   */
  protected MujocoEnvironment(
      MujocoModel model, int frameSkip, Box observationSpace, Box actionSpace) {
    this.model = model;
    this.frameSkip = frameSkip;
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
    data = model.newData();
    initialPositions = copy(data.qpos());
    if (data.ctrl().limit() != actionSpace.dimension()) {
      int actuators = data.ctrl().limit();
      close();
      throw new IllegalArgumentException(
          "the model has "
              + actuators
              + " actuators, the action space "
              + actionSpace.dimension()
              + " components");
    }
  }

  /**
   * Draws the state an episode starts from.
   *
   * @param positions length nq, filled with the model's own initial positions: change in place
   * @param velocities length nv, zero: change in place
   */
  protected abstract void drawStart(RandomStream random, double[] positions, double[] velocities);

  /** What is observed of the state now in {@link #qpos} and {@link #qvel}; a new array. */
  protected abstract double[] observe();

  /**
   * What the step that just ended is worth.
   *
   * @param positionsBefore qpos before the step
   * @param observation of the state after it
   */
  protected abstract Step judge(double[] positionsBefore, double[] action, double[] observation);

  /** Information that comes with the start of an episode. */
  protected Info startInfo() {
    return Info.empty();
  }

  protected final DoubleBuffer qpos() {
    return data.qpos();
  }

  protected final DoubleBuffer qvel() {
    return data.qvel();
  }

  /** What is simulated. Not to be closed: it closes with this environment. */
  public final MujocoModel model() {
    return model;
  }

  /** Time steps of the simulation in one step of the environment. */
  public final int frameSkip() {
    return frameSkip;
  }

  /** Of all bodies, in kilograms. */
  public final double totalMass() {
    return model.totalMass();
  }

  /** Seconds of one step of the environment. */
  public final double dt() {
    return model.timestep() * frameSkip;
  }

  @Override
  public final Box observationSpace() {
    return observationSpace;
  }

  @Override
  public final Box actionSpace() {
    return actionSpace;
  }

  @Override
  public final Reset reset(long seed) {
    random.seed(seed);
    return reset();
  }

  @Override
  public final Reset reset() {
    RandomStream stream = random.stream();
    double[] positions = initialPositions.clone();
    double[] velocities = new double[data.qvel().limit()];
    drawStart(stream, positions, velocities);
    data.reset();
    data.setState(positions, velocities);
    double[] observation = observe();
    lastObservation = observation;
    return new Reset(observation.clone(), startInfo());
  }

  @Override
  public final Step step(double[] action) {
    ActionCheck.check(action, actionSpace);
    double[] before = lastObservation;
    if (before == null) {
      throw new IllegalStateException("reset(seed) comes before the first step");
    }
    double[] positionsBefore = copy(data.qpos());
    data.ctrl().put(0, action);
    data.step(frameSkip);
    if (data.diverged()) {
      return new Step(before.clone(), 0, true, false, DIVERGED);
    }
    double[] observation = observe();
    lastObservation = observation;
    return judge(positionsBefore, action, observation.clone());
  }

  /**
   * Puts the simulation into a state of one's choice, as Gymnasium's {@code set_state}.
   *
   * @param positions length nq
   * @param velocities length nv
   */
  public final void setState(double[] positions, double[] velocities) {
    data.setState(positions, velocities);
    lastObservation = observe();
  }

  /** A copy of the generalised positions, length nq. */
  public final double[] positions() {
    return copy(data.qpos());
  }

  /** A copy of the generalised velocities, length nv. */
  public final double[] velocities() {
    return copy(data.qvel());
  }

  @Override
  public final double[] snapshot() {
    double[] stream = random.save();
    double[] state = data.save();
    double[] snapshot = Arrays.copyOf(stream, stream.length + state.length);
    System.arraycopy(state, 0, snapshot, stream.length, state.length);
    return snapshot;
  }

  @Override
  public final void restore(double[] snapshot) {
    random.restore(snapshot[0], snapshot[1]);
    data.restore(Arrays.copyOfRange(snapshot, 2, snapshot.length));
    lastObservation = observe();
  }

  @Override
  public BufferedImage render(int width, int height) {
    SideView view = sideView;
    if (view == null) {
      view = SideView.of(model.source());
      sideView = view;
    }
    return view.render(positions(), width, height);
  }

  @Override
  public double framesPerSecond() {
    return 1 / dt();
  }

  private static double[] copy(DoubleBuffer buffer) {
    double[] values = new double[buffer.limit()];
    buffer.get(0, values);
    return values;
  }

  @Override
  public final void close() {
    data.close();
    model.close();
  }
}
