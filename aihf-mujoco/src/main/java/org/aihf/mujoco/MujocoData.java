package org.aihf.mujoco;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One simulation of a {@link MujocoModel}. State is seen through direct buffers that stay the same
 * objects for life and hold the state after each {@link #step}, {@link #reset} and {@link
 * #setState}; they must not be read after {@link #close}. Calls are serialised, so a close from
 * another thread waits for the step under way; the buffers are for one thread at a time.
 */
public final class MujocoData implements AutoCloseable {
  private static final AtomicInteger LIVE = new AtomicInteger();

  private final MujocoModel model;
  private final long address;
  private final DataState state;
  private final DoubleBuffer qpos;
  private final DoubleBuffer qvel;
  private final List<String> warnings = new ArrayList<>();
  private boolean diverged;
  private boolean closed;

  MujocoData(MujocoModel model) {
    this.model = model;
    address = NativeMujoco.mj_makeData(model.address());
    if (address == 0) {
      model.release();
      throw new OutOfMemoryError("MuJoCo could not allocate the data of a model");
    }
    LIVE.incrementAndGet();
    state = model.library().stateOf(model.address(), address);
    qpos = state.qpos().asReadOnlyBuffer();
    qvel = state.qvel().asReadOnlyBuffer();
  }

  /** Simulated seconds since the last reset. */
  public synchronized double time() {
    requireOpen(); // the memory behind it is gone
    return state.time();
  }

  /** Generalised positions, length nq, read-only. */
  public DoubleBuffer qpos() {
    requireOpen();
    return qpos;
  }

  /** Generalised velocities, length nv, read-only. */
  public DoubleBuffer qvel() {
    requireOpen();
    return qvel;
  }

  /** Controls, length nu: write them before {@link #step}. */
  public DoubleBuffer ctrl() {
    requireOpen();
    return state.ctrl();
  }

  /** Back to the model's initial state, controls and warm start zero. */
  public synchronized void reset() {
    requireOpen();
    NativeMujoco.mj_resetData(model.address(), address);
    for (int i = 0; i < state.ctrl().limit(); i++) {
      state.ctrl().put(i, 0);
    }
    state.pull();
    warnings.clear();
    diverged = false;
  }

  /**
   * Sets positions and velocities and computes what depends on them ({@code mj_forward}); time
   * stays. What comes next starts from here, so that an earlier divergence is forgotten.
   *
   * @throws IllegalArgumentException for another length or a number that is not finite
   */
  public synchronized void setState(double[] positions, double[] velocities) {
    requireOpen();
    check("qpos", positions, state.qpos());
    check("qvel", velocities, state.qvel());
    state.qpos().put(0, positions);
    state.qvel().put(0, velocities);
    state.push();
    state.pushControl();
    diverged = false;
    NativeMujoco.mj_forward(model.address(), address);
    state.pull();
    afterCall();
  }

  private static void check(String name, double[] values, DoubleBuffer target) {
    if (values.length != target.limit()) {
      throw new IllegalArgumentException(
          name + " of this model has " + target.limit() + " numbers, not " + values.length);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(name + "[" + i + "] is " + values[i]);
      }
    }
  }

  /** Advances by {@code count} time steps under the controls now in {@link #ctrl}. */
  public synchronized void step(int count) {
    requireOpen();
    double expected = state.time() + (count - 0.5) * model.timestep();
    state.pushControl();
    for (int i = 0; i < count; i++) {
      NativeMujoco.mj_step(model.address(), address);
    }
    state.pull();
    // An unstable simulation resets itself in passing: time then falls behind.
    diverged |= state.time() < expected;
    afterCall();
  }

  private void afterCall() {
    List<String> collected = NativeMessages.collectWarnings();
    if (!collected.isEmpty()) {
      warnings.addAll(collected);
      diverged |=
          collected.stream().anyMatch(warning -> warning.contains("Nan, Inf or huge value"));
    }
  }

  /**
   * Whether, since the last {@link #reset} or {@link #setState}, the simulation became unstable and
   * MuJoCo silently set it back to the initial state: what followed is not the trajectory that was
   * asked for.
   */
  public boolean diverged() {
    return diverged;
  }

  /** MuJoCo's warnings since the last {@link #reset}; it reports each kind once. */
  public synchronized List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Everything the next step depends on; {@link #restore} continues from it bit for bit. */
  public synchronized double[] save() {
    requireOpen();
    return state.save();
  }

  /**
   * Continues from {@link #save}, made with the same MuJoCo version and model.
   *
   * @throws IllegalArgumentException for a state of another length
   */
  public synchronized void restore(double[] saved) {
    requireOpen();
    state.restore(saved);
    warnings.clear();
    diverged = false;
  }

  static double[] toArray(DoubleBuffer buffer) {
    double[] values = new double[buffer.limit()];
    buffer.get(0, values);
    return values;
  }

  /** Native data of this process that are not freed yet; tests look for leaks with it. */
  static int live() {
    return LIVE.get();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the MuJoCo data is closed");
    }
  }

  /** Idempotent. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      state.close();
      NativeMujoco.mj_deleteData(address);
      LIVE.decrementAndGet();
      model.release();
    }
  }
}
