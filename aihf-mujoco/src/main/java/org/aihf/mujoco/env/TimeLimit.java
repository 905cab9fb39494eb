package org.aihf.mujoco.env;

/** Truncates episodes after a number of steps. */
public final class TimeLimit extends EnvironmentWrapper {
  private final int maxSteps;
  private int elapsed;

  public TimeLimit(Environment inner, int maxSteps) {
    super(inner);
    if (maxSteps < 1) {
      throw new IllegalArgumentException("maxSteps is " + maxSteps + ", not at least 1");
    }
    this.maxSteps = maxSteps;
  }

  @Override
  protected Reset onReset(Reset reset) {
    elapsed = 0;
    return reset;
  }

  @Override
  public Step step(double[] action) {
    Step step = inner().step(action);
    elapsed++;
    return elapsed < maxSteps ? step : step.withEnd(step.terminated(), true);
  }

  @Override
  protected double[] ownState() {
    return new double[] {elapsed};
  }

  @Override
  protected void restoreOwnState(double[] state) {
    elapsed = (int) state[0];
  }
}
