package org.aihf.mujoco;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aihf.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MjcfCheckTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<mujoco><worldbody></mujoco> | model line 1 is not well-formed XML",
        "<robot/> | model line 1 has the root element <robot>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><mujoco/> | model line 1 is not well-formed XML",
        "<mujoco><size memory='9T'/></mujoco> | model line 1: <size memory=\"9T\"> is larger than 1G",
        "<mujoco><size memory='3000M'/></mujoco> | is larger than 1G",
        "<mujoco><size njmax='2000000000'/></mujoco> | <size njmax=\"2000000000\"> is larger than 100000",
        "<mujoco><asset><hfield nrow='99999' ncol='2'/></asset></mujoco> | <hfield nrow=\"99999\"> is larger than 4096",
        "<mujoco><include file='x.xml'/></mujoco> | refers to a file, which model text cannot",
      })
  void textThatWouldHarmIsRefused(String mjcf, String message) {
    assertThatThrownBy(() -> MjcfCheck.text("model", mjcf))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message);
  }

  @Test
  void deepNestingIsRefusedBeforeItOverflowsTheNativeStack() {
    String mjcf =
        "<mujoco><worldbody>"
            + "<body>".repeat(5000)
            + "</body>".repeat(5000)
            + "</worldbody></mujoco>";
    assertThatThrownBy(() -> MjcfCheck.text("model", mjcf))
        .hasMessageContaining("nests elements deeper than 100");
  }

  @Test
  void filesStayInTheModelsDirectory() throws IOException {
    for (String path :
        new String[] {"../secret.xml", "/etc/passwd", "a/../../b.xml", "c:\\\\x.xml"}) {
      Path file =
          Files.writeString(
              directory.resolve("model.xml"),
              "<mujoco>\n<include file=\"" + path + "\"/></mujoco>");
      assertThatThrownBy(() -> MjcfCheck.file(file))
          .isInstanceOf(UserError.class)
          .hasMessageStartingWith(file + " line 2: <include file=\"")
          .hasMessageContaining("leads outside the model's directory");
    }
  }

  @Test
  void includesAreCheckedTooAndMayNotLoop() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("model.xml"), "<mujoco><include file=\"part.xml\"/></mujoco>");
    assertThatThrownBy(() -> MjcfCheck.file(file))
        .hasMessageContaining("part.xml\"> does not exist");
    Path part = directory.resolve("part.xml");
    Files.writeString(part, "<mujocoinclude><size njmax='999999999'/></mujocoinclude>");
    assertThatThrownBy(() -> MjcfCheck.file(file))
        .hasMessageStartingWith(part + " line 1")
        .hasMessageContaining("njmax");
    Files.writeString(part, "<mujocoinclude><include file=\"model.xml\"/></mujocoinclude>");
    assertThatThrownBy(() -> MjcfCheck.file(file)).hasMessageContaining("includes itself");
    Files.writeString(part, "<mujocoinclude/>");
    assertThatCode(() -> MjcfCheck.file(file)).doesNotThrowAnyException();
    String line = "<include file=\"part.xml\"/>";
    Files.writeString(file, "<mujoco>\n" + line + line + "</mujoco>");
    assertThatThrownBy(() -> MjcfCheck.file(file))
        .hasMessageContaining("line 2: <include file=\"part.xml\"> is there already");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> MjcfCheck.file(Path.of("nowhere.xml")))
        .isInstanceOf(UserError.class)
        .hasMessage("the model file nowhere.xml does not exist");
  }
}
