package org.aihf.examples.doctor;

import java.util.ArrayList;
import java.util.List;

/** Every check, in the order in which things depend on each other. */
public final class Inspection {
  private Inspection() {}

  /** Looks at this machine; takes a second or two because it starts the engine. */
  public static List<Finding> ofThisMachine() {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(SystemInspection.findings());
    findings.addAll(EngineInspection.findings());
    findings.addAll(ExtrasInspection.findings());
    return findings;
  }
}
