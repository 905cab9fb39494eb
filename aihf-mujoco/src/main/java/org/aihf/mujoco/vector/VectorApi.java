package org.aihf.mujoco.vector;

/**
 * Whether this JVM was started with {@code --add-modules jdk.incubator.vector}: everything else in
 * this package needs it.
 */
public final class VectorApi {
  /** The module's name, for a JVM to be started. */
  public static final String MODULE = "jdk.incubator.vector";

  /** {@code false} leaves all networks to libtorch, whatever the JVM has. */
  private static final String PROPERTY = "aihf.vector";

  private VectorApi() {}

  /** Asked before the first class of this package is touched. */
  public static boolean isAvailable() {
    return ModuleLayer.boot().findModule(MODULE).isPresent()
        && !"false".equals(System.getProperty(PROPERTY));
  }

  /** What a run's manifest says of it, such as "16 lanes". */
  public static String description() {
    return isAvailable() ? Layout.SPECIES.length() + " lanes" : "none";
  }
}
