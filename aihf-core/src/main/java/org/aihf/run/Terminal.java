package org.aihf.run;

/** What standard error is connected to. */
final class Terminal {
  private static final int DEFAULT_COLUMNS = 100;

  private Terminal() {}

  /**
   * Whether somebody watches. The launcher says so in {@code aihf.terminal}, since Java 17 sees a
   * console only when input and output are both one.
   */
  static boolean isInteractive() {
    String told = System.getProperty("aihf.terminal");
    return told == null ? System.console() != null : Boolean.parseBoolean(told);
  }

  static int columns() {
    return Math.max(40, Integer.getInteger("aihf.columns", DEFAULT_COLUMNS));
  }
}
