package org.aihf.mujoco.env;

/** Accepts any action and clips it into the inner action space. */
public final class ClipAction extends EnvironmentWrapper {
  private final Box actionSpace;

  public ClipAction(Environment inner) {
    super(inner);
    actionSpace = Box.unbounded(inner.actionSpace().dimension());
  }

  @Override
  public Box actionSpace() {
    return actionSpace;
  }

  @Override
  public Step step(double[] action) {
    ActionCheck.check(action, actionSpace);
    return inner().step(inner().actionSpace().clip(action));
  }
}
