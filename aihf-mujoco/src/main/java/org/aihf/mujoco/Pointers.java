package org.aihf.mujoco;

import com.sun.jna.Pointer;

/** Addresses of JNA pointers, for the direct mappings that take {@code long}. */
final class Pointers {
  private Pointers() {}

  static long address(Pointer pointer) {
    return Pointer.nativeValue(pointer);
  }
}
