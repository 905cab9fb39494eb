package org.aihf.mujoco.env;

import java.util.Arrays;

/**
 * Termination leads into an absorbing state with reward 0, where the episode waits for its horizon
 * (as in Discriminator-Actor-Critic and f-IRL): the reward of "nothing more" becomes explicit
 * instead of an implied 0 for states never seen.
 *
 * <p>Observations get one component more: 0 while alive; the absorbing state is all zeros and a 1.
 */
public final class AbsorbingState extends EnvironmentWrapper {
  private final int horizon;
  private final Box observationSpace;
  private int elapsed;
  private boolean absorbed;

  public AbsorbingState(Environment inner, int horizon) {
    super(inner);
    if (horizon < 1) {
      throw new IllegalArgumentException("horizon is " + horizon + ", not at least 1");
    }
    this.horizon = horizon;
    Box space = inner.observationSpace();
    int n = space.dimension();
    double[] low = new double[n + 1];
    double[] high = new double[n + 1];
    for (int i = 0; i < n; i++) {
      low[i] = Math.min(0, space.low(i));
      high[i] = Math.max(0, space.high(i));
    }
    high[n] = 1;
    observationSpace = Box.of(low, high);
  }

  @Override
  public Box observationSpace() {
    return observationSpace;
  }

  @Override
  protected Reset onReset(Reset reset) {
    elapsed = 0;
    absorbed = false;
    return new Reset(alive(reset.observation()), reset.info());
  }

  @Override
  public Step step(double[] action) {
    elapsed++;
    if (absorbed) {
      ActionCheck.check(action, actionSpace());
      return new Step(absorbing(), 0, false, elapsed >= horizon, Info.empty());
    }
    Step step = inner().step(action);
    absorbed = step.terminated();
    boolean end = (step.truncated() && !absorbed) || elapsed >= horizon;
    return step.withObservation(absorbed ? absorbing() : alive(step.observation()))
        .withEnd(false, end);
  }

  private static double[] alive(double[] observation) {
    return Arrays.copyOf(observation, observation.length + 1);
  }

  private double[] absorbing() {
    double[] observation = new double[observationSpace.dimension()];
    observation[observation.length - 1] = 1;
    return observation;
  }

  @Override
  protected double[] ownState() {
    return new double[] {elapsed, absorbed ? 1 : 0};
  }

  @Override
  protected void restoreOwnState(double[] state) {
    elapsed = (int) state[0];
    absorbed = state[1] == 1;
  }
}
