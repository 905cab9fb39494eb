package org.aihf.examples.doctor;

/**
 * One thing that was looked at.
 *
 * @param remedy what to do about it; empty if nothing needs doing
 */
public record Finding(State state, String name, String text, String remedy) {
  /** How bad it is. */
  public enum State {
    OK("ok"),
    /** Some feature is not available. */
    OPTIONAL("optional"),
    /** AIHF works, badly. */
    WARNING("warning"),
    /** AIHF does not work. */
    MISSING("missing");

    private final String label;

    State(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  static Finding ok(String name, String text) {
    return new Finding(State.OK, name, text, "");
  }

  static Finding optional(String name, String text, String remedy) {
    return new Finding(State.OPTIONAL, name, text, remedy);
  }

  static Finding warning(String name, String text, String remedy) {
    return new Finding(State.WARNING, name, text, remedy);
  }

  static Finding missing(String name, String text, String remedy) {
    return new Finding(State.MISSING, name, text, remedy);
  }
}
