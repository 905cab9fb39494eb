package org.aihf.mujoco.env;

/**
 * Observations less their running mean, over their running standard deviation. Evaluate with the
 * training environment's moments, frozen: {@code new NormalizeObservation(environment,
 * training.moments(), true)}.
 */
public final class NormalizeObservation extends EnvironmentWrapper {
  private static final double EPSILON = 1e-8;

  private final RunningMoments moments;
  private final boolean frozen;
  private final Box observationSpace;

  /** Learns the moments as it goes. */
  public NormalizeObservation(Environment inner) {
    this(inner, new RunningMoments(inner.observationSpace().dimension()), false);
  }

  /**
   * @param frozen uses the moments without changing them
   */
  public NormalizeObservation(Environment inner, RunningMoments moments, boolean frozen) {
    super(inner);
    this.moments = moments;
    this.frozen = frozen;
    observationSpace = Box.unbounded(inner.observationSpace().dimension());
  }

  /** The moments in use; part of a policy that was trained on what comes out here. */
  public RunningMoments moments() {
    return moments;
  }

  @Override
  public Box observationSpace() {
    return observationSpace;
  }

  @Override
  protected Reset onReset(Reset reset) {
    return new Reset(normalized(reset.observation()), reset.info());
  }

  @Override
  public Step step(double[] action) {
    Step step = inner().step(action);
    return step.withObservation(normalized(step.observation()));
  }

  private double[] normalized(double[] observation) {
    if (!frozen) {
      moments.add(observation);
    }
    return moments.normalize(observation, EPSILON);
  }

  @Override
  protected double[] ownState() {
    return moments.save();
  }

  @Override
  protected void restoreOwnState(double[] state) {
    if (!frozen) { // frozen ones are the training environment's
      moments.restore(state);
    }
  }
}
