package org.aihf.mujoco;

/**
 * The functions every supported MuJoCo has, by JNA direct mapping; addresses are plain {@code long}
 * (64-bit platforms only), which keeps a call near 60 ns.
 */
final class NativeMujoco {
  private NativeMujoco() {}

  /**
   * {@code mjModel* mj_loadXML(filename, vfs, error, error_size)}; 0 on failure, with the reason in
   * {@code error}.
   */
  static native long mj_loadXML(String fileName, long vfs, byte[] error, int errorSize);

  static native void mj_deleteModel(long model);

  static native long mj_makeData(long model);

  static native void mj_deleteData(long data);

  static native void mj_resetData(long model, long data);

  static native void mj_resetDataKeyframe(long model, long data, int key);

  static native void mj_forward(long model, long data);

  static native void mj_step(long model, long data);

  static native double mj_getTotalmass(long model);
}
