package org.aihf.examples.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PaperCommandTest {
  @TempDir Path directory;

  @Test
  void staticPrintsExample1AndDrawsFigure9() throws Exception {
    String text = run("static", "--repeats", "3", "--output", directory.toString());
    assertThat(text)
        .containsPattern("100 demonstrations, 10 preferences +0.5000 +0.6000 +0.6000 +0.5091")
        .containsPattern("10 demonstrations, 100 preferences +0.6000 +0.5000 +0.6000 +0.5091")
        .contains("Here that holds: RLHF leaves them 0.0 % of their true weight");
    List<String> rows = Files.readAllLines(directory.resolve("fig9.csv"));
    assertThat(rows).hasSize(1 + 3 * 50);
    assertThat(rows.get(0)).isEqualTo("action,truth,method,mean,low5,median,high95");
    assertThat(ImageIO.read(directory.resolve("fig9.png").toFile()).getWidth()).isEqualTo(1000);
  }

  @Test
  void theoremPrintsBothPowersOfK() throws Exception {
    String text = run("theorem", "--repeats", "2", "--output", directory.toString());
    assertThat(text).contains("that holds").containsPattern("power of K +-[0-9.]+ +-[0-9.]+");
    assertThat(Files.readAllLines(directory.resolve("theorem.csv"))).hasSize(1 + 2 * 7);
    assertThat(ImageIO.read(directory.resolve("theorem-gradient.png").toFile())).isNotNull();
    assertThat(ImageIO.read(directory.resolve("theorem-policy.png").toFile())).isNotNull();
  }

  @Test
  void aSpreadNeedsTwoRepeats() {
    CommandLine line = new CommandLine(new PaperCommand());
    Throwable[] thrown = new Throwable[1];
    line.setExecutionExceptionHandler(
        (exception, command, parsed) -> {
          thrown[0] = exception;
          return 2;
        });
    assertThat(line.execute("static", "--repeats", "1")).isEqualTo(2);
    assertThat(thrown[0])
        .isInstanceOf(org.aihf.UserError.class)
        .hasMessage("--repeats must be at least 2 to show a spread, not 1");
  }

  private static String run(String... arguments) {
    StringWriter text = new StringWriter();
    CommandLine line = new CommandLine(new PaperCommand()).setOut(new PrintWriter(text, true));
    assertThat(line.execute(arguments)).isZero();
    return text.toString();
  }
}
