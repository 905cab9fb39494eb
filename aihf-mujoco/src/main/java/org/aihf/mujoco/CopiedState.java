package org.aihf.mujoco;

import com.sun.jna.Memory;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;

/** State of MuJoCo >= 2.3.6, copied by {@code mj_getState} and {@code mj_setState}. */
final class CopiedState implements DataState {
  private static final int TIME = 1;
  private static final int QPOS = 1 << 1;
  private static final int QVEL = 1 << 2;
  private static final int PHYSICS = TIME | QPOS | QVEL;

  private final long model;
  private final long data;
  private final int controlBit;
  private final int everything;
  private final int fullSize;
  private final Memory physicsMemory;
  private final Memory controlMemory;
  private final DoubleBuffer physics;
  private final DoubleBuffer qpos;
  private final DoubleBuffer qvel;
  private final DoubleBuffer ctrl;

  CopiedState(long model, long data, MujocoVersion version) {
    this.model = model;
    this.data = data;
    controlBit = version.controlBit();
    everything = PHYSICS | version.integrationBits() | controlBit;
    fullSize = NativeState.mj_stateSize(model, everything);
    int nq = NativeState.mj_stateSize(model, QPOS);
    int nv = NativeState.mj_stateSize(model, QVEL);
    int nu = NativeState.mj_stateSize(model, controlBit);
    physicsMemory = new Memory(8L * (1 + nq + nv));
    controlMemory = new Memory(8L * Math.max(1, nu));
    physics = doubles(physicsMemory);
    qpos = physics.slice(1, nq);
    qvel = physics.slice(1 + nq, nv);
    ctrl = doubles(controlMemory).slice(0, nu);
    NativeState.mj_getState(model, data, Pointers.address(controlMemory), controlBit);
    pull();
  }

  private static DoubleBuffer doubles(Memory memory) {
    return memory.getByteBuffer(0, memory.size()).order(ByteOrder.nativeOrder()).asDoubleBuffer();
  }

  @Override
  public double time() {
    return physics.get(0);
  }

  @Override
  public DoubleBuffer qpos() {
    return qpos;
  }

  @Override
  public DoubleBuffer qvel() {
    return qvel;
  }

  @Override
  public DoubleBuffer ctrl() {
    return ctrl;
  }

  @Override
  public void pull() {
    NativeState.mj_getState(model, data, Pointers.address(physicsMemory), PHYSICS);
  }

  @Override
  public void push() {
    NativeState.mj_setState(model, data, Pointers.address(physicsMemory), PHYSICS);
  }

  @Override
  public void pushControl() {
    NativeState.mj_setState(model, data, Pointers.address(controlMemory), controlBit);
  }

  @Override
  public double[] save() {
    pushControl();
    try (Memory full = new Memory(8L * fullSize)) {
      NativeState.mj_getState(model, data, Pointers.address(full), everything);
      return full.getDoubleArray(0, fullSize);
    }
  }

  @Override
  public void restore(double[] state) {
    if (state.length != fullSize) {
      throw new IllegalArgumentException(
          "a saved state of this model has " + fullSize + " numbers, not " + state.length);
    }
    try (Memory full = new Memory(8L * fullSize)) {
      full.write(0, state, 0, fullSize);
      NativeState.mj_setState(model, data, Pointers.address(full), everything);
    }
    NativeState.mj_getState(model, data, Pointers.address(controlMemory), controlBit);
    pull();
  }

  @Override
  public void close() {
    physicsMemory.close();
    controlMemory.close();
  }
}
