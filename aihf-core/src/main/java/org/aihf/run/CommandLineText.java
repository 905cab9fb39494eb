package org.aihf.run;

/** The command that started this process, as somebody would type it again. */
final class CommandLineText {
  private CommandLineText() {}

  /** The launcher passes its own command line in {@code aihf.command}. */
  static String ofThisProcess() {
    String told = System.getProperty("aihf.command");
    if (told != null) {
      return told;
    }
    String java = System.getProperty("sun.java.command");
    return java == null ? "" : java;
  }
}
