package org.aihf.examples.command;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What a command line did, run inside this process.
 *
 * @param code exit code
 */
record CommandLineRun(int code, String out, String err) {
  static CommandLineRun of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int code = AihfCommand.execute(new PrintWriter(out), new PrintWriter(err), words);
    return new CommandLineRun(code, out.toString(), err.toString().strip());
  }
}
