package org.aihf.mujoco.env;

import java.util.Arrays;

/** An environment around another; by itself it changes nothing. Closing it closes the inner one. */
public abstract class EnvironmentWrapper implements Environment {
  private final Environment inner;

  protected EnvironmentWrapper(Environment inner) {
    this.inner = inner;
  }

  protected final Environment inner() {
    return inner;
  }

  /** Called with the start of every episode; returns what the caller gets. */
  protected Reset onReset(Reset reset) {
    return reset;
  }

  /** This wrapper's own state for {@link #snapshot}, always of the same length. */
  protected double[] ownState() {
    return new double[0];
  }

  /** Takes back what {@link #ownState} gave. */
  protected void restoreOwnState(double[] state) {}

  @Override
  public Box observationSpace() {
    return inner.observationSpace();
  }

  @Override
  public Box actionSpace() {
    return inner.actionSpace();
  }

  @Override
  public final Reset reset(long seed) {
    return onReset(inner.reset(seed));
  }

  @Override
  public final Reset reset() {
    return onReset(inner.reset());
  }

  @Override
  public Step step(double[] action) {
    return inner.step(action);
  }

  @Override
  public final double[] snapshot() {
    double[] own = ownState();
    double[] rest = inner.snapshot();
    double[] snapshot = Arrays.copyOf(own, own.length + rest.length);
    System.arraycopy(rest, 0, snapshot, own.length, rest.length);
    return snapshot;
  }

  @Override
  public final void restore(double[] snapshot) {
    int own = ownState().length;
    inner.restore(Arrays.copyOfRange(snapshot, own, snapshot.length));
    restoreOwnState(Arrays.copyOf(snapshot, own));
  }

  @Override
  public final Environment unwrapped() {
    return inner.unwrapped();
  }

  @Override
  public void close() {
    inner.close();
  }
}
