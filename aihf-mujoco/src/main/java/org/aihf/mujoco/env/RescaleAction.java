package org.aihf.mujoco.env;

/** Takes actions in [low, high] and maps them linearly onto the inner action space's bounds. */
public final class RescaleAction extends EnvironmentWrapper {
  private final double low;
  private final double high;
  private final Box actionSpace;

  /**
   * @throws IllegalArgumentException when the inner action space is unbounded or low >= high
   */
  public RescaleAction(Environment inner, double low, double high) {
    super(inner);
    if (!inner.actionSpace().isBounded()) {
      throw new IllegalArgumentException("actions can be rescaled onto a bounded space only");
    }
    this.low = low;
    this.high = high;
    actionSpace = Box.of(inner.actionSpace().dimension(), low, high);
  }

  @Override
  public Box actionSpace() {
    return actionSpace;
  }

  @Override
  public Step step(double[] action) {
    ActionCheck.check(action, actionSpace);
    Box target = inner().actionSpace();
    double[] scaled = new double[action.length];
    for (int i = 0; i < scaled.length; i++) {
      double share = (action[i] - low) / (high - low);
      scaled[i] = target.low(i) + share * (target.high(i) - target.low(i));
    }
    return inner().step(scaled);
  }
}
