package org.aihf.examples;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.aihf.examples.command.AihfCommand;

/** The {@code aihf} command: what the launcher starts. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = AihfCommand.execute(out, err, arguments);
    out.flush();
    err.flush();
    System.exit(code);
  }
}
