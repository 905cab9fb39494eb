package org.aihf.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.aihf.examples.command.AihfCommand;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** docs/reference/cli.md has what {@code --help} of every command prints. */
class CommandLineReferenceTest {
  private static final String PAGE = "docs/reference/cli.md";

  @Test
  void everyCommandIsThereWithItsHelp() throws IOException {
    List<CommandLine> commands = new ArrayList<>();
    collect(new CommandLine(new AihfCommand()), commands);
    StringBuilder help = new StringBuilder();
    for (CommandLine command : commands) {
      command.setUsageHelpAutoWidth(false);
      command.setUsageHelpWidth(100);
      help.append("\n## ")
          .append(command.getCommandSpec().qualifiedName())
          .append("\n\n```text\n")
          .append(command.getUsageMessage(CommandLine.Help.Ansi.OFF).replaceAll("[ \\t]+\\n", "\n"))
          .append("```\n");
    }
    assertThat(commands).hasSizeGreaterThan(8);
    DocumentationFiles.assertSection(PAGE, "help", help + "\n");
  }

  private static void collect(CommandLine command, List<CommandLine> all) {
    all.add(command);
    command.getSubcommands().values().forEach(sub -> collect(sub, all));
  }
}
