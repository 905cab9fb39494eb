package org.aihf.mujoco;

/**
 * A MuJoCo release and what this binding must know about it.
 *
 * <p>{@code mj_version()} is 222 for 2.2.2 and 340 for 3.4.0; since 3.5.0 it is {@code super*1e6 +
 * major*1e3 + minor}, such as 3014000 for 3.14.0.
 */
record MujocoVersion(int superMajor, int major, int minor) implements Comparable<MujocoVersion> {
  /** The newest release the binding was tested with; what the installer fetches. */
  static final MujocoVersion NEWEST = new MujocoVersion(4, 0, 0);

  /** Debian 12's release, the only one reached through struct offsets. */
  static final MujocoVersion DEBIAN = new MujocoVersion(2, 2, 2);

  static final String SUPPORTED = "2.2.2, 2.3.6 to 2.3.9, every 3.x, and 4.0.0";

  private static final MujocoVersion FIRST_WITH_STATE_FUNCTIONS = new MujocoVersion(2, 3, 6);
  private static final MujocoVersion FIRST_WITH_HISTORY = new MujocoVersion(3, 5, 0);

  /** From the number that {@code mj_version()} returns. */
  static MujocoVersion of(int number) {
    return number < 1_000_000
        ? new MujocoVersion(number / 100, number / 10 % 10, number % 10)
        : new MujocoVersion(number / 1_000_000, number / 1_000 % 1_000, number % 1_000);
  }

  boolean isSupported() {
    return equals(DEBIAN)
        || equals(NEWEST)
        || (superMajor == 2 && major == 3 && minor >= 6)
        || superMajor == 3;
  }

  boolean hasStateFunctions() {
    return compareTo(FIRST_WITH_STATE_FUNCTIONS) >= 0;
  }

  /** The bit of {@code mjSTATE_CTRL}: 3.5.0 inserted HISTORY at bit 4 and moved the rest up. */
  int controlBit() {
    return 1 << (hasHistory() ? 6 : 5);
  }

  /** Bits of everything the next step depends on besides the controls: ACT, HISTORY, WARMSTART. */
  int integrationBits() {
    return hasHistory() ? 1 << 3 | 1 << 4 | 1 << 5 : 1 << 3 | 1 << 4;
  }

  private boolean hasHistory() {
    return compareTo(FIRST_WITH_HISTORY) >= 0;
  }

  @Override
  public int compareTo(MujocoVersion other) {
    int bySuper = Integer.compare(superMajor, other.superMajor);
    int byMajor = Integer.compare(major, other.major);
    return bySuper != 0 ? bySuper : byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return superMajor + "." + major + "." + minor;
  }
}
