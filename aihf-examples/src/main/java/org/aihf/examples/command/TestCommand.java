package org.aihf.examples.command;

import java.util.concurrent.Callable;
import org.aihf.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Listed here, done by the launcher: Maven runs the tests. */
@Command(name = "test", description = "Run the whole test suite; options go to Maven.")
final class TestCommand implements Callable<Integer> {
  @Unmatched private String[] arguments = new String[0];

  @Override
  public Integer call() {
    throw new UserError(
        "tests%s run through the launcher: ./aihf test"
            .formatted(arguments.length == 0 ? "" : " with options"));
  }
}
