package org.aihf.mujoco;

import com.sun.jna.Pointer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.List;

/**
 * State of MuJoCo 2.2.2, which has no state functions: buffers laid over {@code mjData} itself, by
 * offsets for exactly that version (64-bit; printed by a C program against its headers, checked at
 * load by {@code StateSelfTest}).
 */
final class MappedState implements DataState {
  private static final int MODEL_NQ = 0;
  private static final int MODEL_NV = 4;
  private static final int MODEL_NU = 8;
  private static final int MODEL_NA = 12;
  private static final int DATA_TIME = 40336;
  private static final int DATA_QPOS = 40376;
  private static final int DATA_QVEL = 40384;
  private static final int DATA_ACT = 40392;
  private static final int DATA_QACC_WARMSTART = 40400;
  private static final int DATA_CTRL = 40408;

  private final Pointer data;
  private final DoubleBuffer qpos;
  private final DoubleBuffer qvel;
  private final DoubleBuffer ctrl;
  private final List<DoubleBuffer> components;

  MappedState(long modelAddress, long dataAddress) {
    Pointer model = new Pointer(modelAddress);
    data = new Pointer(dataAddress);
    int nv = model.getInt(MODEL_NV);
    qpos = array(DATA_QPOS, model.getInt(MODEL_NQ));
    qvel = array(DATA_QVEL, nv);
    ctrl = array(DATA_CTRL, model.getInt(MODEL_NU));
    DoubleBuffer time =
        data.getByteBuffer(DATA_TIME, 8).order(ByteOrder.nativeOrder()).asDoubleBuffer();
    DoubleBuffer act = array(DATA_ACT, model.getInt(MODEL_NA));
    DoubleBuffer warmStart = array(DATA_QACC_WARMSTART, nv);
    components = List.of(time, qpos, qvel, act, warmStart, ctrl);
  }

  private DoubleBuffer array(int offset, int length) {
    if (length == 0) {
      return DoubleBuffer.allocate(0);
    }
    return data.getPointer(offset)
        .getByteBuffer(0, 8L * length)
        .order(ByteOrder.nativeOrder())
        .asDoubleBuffer();
  }

  @Override
  public double time() {
    return components.get(0).get(0);
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
  public void pull() {}

  @Override
  public void push() {}

  @Override
  public void pushControl() {}

  @Override
  public double[] save() {
    double[] state = new double[size()];
    int at = 0;
    for (DoubleBuffer component : components) {
      component.get(0, state, at, component.limit());
      at += component.limit();
    }
    return state;
  }

  @Override
  public void restore(double[] state) {
    if (state.length != size()) {
      throw new IllegalArgumentException(
          "a saved state of this model has " + size() + " numbers, not " + state.length);
    }
    int at = 0;
    for (DoubleBuffer component : components) {
      component.put(0, state, at, component.limit());
      at += component.limit();
    }
  }

  private int size() {
    return components.stream().mapToInt(DoubleBuffer::limit).sum();
  }

  @Override
  public void close() {}
}
