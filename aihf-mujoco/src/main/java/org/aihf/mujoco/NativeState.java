package org.aihf.mujoco;

/** State functions of MuJoCo 2.3.6 and newer, apart because 2.2.2 lacks them. */
final class NativeState {
  private NativeState() {}

  /** Number of doubles that the components in the bit set {@code signature} take. */
  static native int mj_stateSize(long model, int signature);

  static native void mj_getState(long model, long data, long state, int signature);

  static native void mj_setState(long model, long data, long state, int signature);
}
