package org.aihf.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.aihf.UserError;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryLocatorTest {
  @TempDir Path home;
  private final Properties properties = new Properties();
  private final Map<String, String> environment = new HashMap<>();
  private final LibraryLocator locator = new LibraryLocator(properties, environment);

  @BeforeEach
  void emptyHome() {
    properties.setProperty("user.home", home.toString());
  }

  private Path file(String... path) throws IOException {
    Path file = home.resolve(Path.of("", path));
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }

  @Test
  void propertyComesBeforeVariableBeforeCacheBeforeSystemPath() throws IOException {
    Path onSystemPath = file("system", "libmujoco.so.2.2.2");
    properties.setProperty("java.library.path", home.resolve("system").toString());
    assertThat(locator.locate()).isEqualTo(onSystemPath);
    Path old = file(".cache", "aihf", "mujoco", "3.9.0", "libmujoco.so.3.9.0");
    assertThat(locator.locate()).isEqualTo(old);
    Path newer = file(".cache", "aihf", "mujoco", "3.14.0", "libmujoco.so.3.14.0");
    file(".cache", "aihf", "mujoco", ".4.0.0.tmp", "libmujoco.so.4.0.0");
    assertThat(locator.locate()).isEqualTo(newer);
    Path named = file("mine", "libmujoco.so.2.3.6");
    environment.put(LibraryLocator.VARIABLE, named.toString());
    assertThat(locator.locate()).isEqualTo(named);
    Path property = file("property", "libmujoco.dylib");
    properties.setProperty(LibraryLocator.PROPERTY, home.resolve("property").toString());
    assertThat(locator.locate()).isEqualTo(property);
    assertThat(locator.all()).startsWith(newer, old, onSystemPath);
  }

  @Test
  void aNamedLibraryThatIsMissingIsNotReplacedByAnother() throws IOException {
    file(".cache", "aihf", "mujoco", "3.9.0", "libmujoco.so.3.9.0");
    environment.put(LibraryLocator.VARIABLE, "/nowhere/libmujoco.so");
    assertThatThrownBy(locator::locate)
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "environment variable AIHF_MUJOCO_LIBRARY names /nowhere/libmujoco.so");
    properties.setProperty(LibraryLocator.PROPERTY, home.toString());
    assertThatThrownBy(locator::locate)
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "system property aihf.mujoco.library names " + home + ", a directory without");
  }

  @Test
  void whatIsNoMujocoLibraryIsRefusedWithTheRemedy() throws IOException {
    Path text = Files.writeString(home.resolve("libmujoco.so"), "not a library");
    assertThatThrownBy(() -> MujocoLibrary.open(text, LibraryLocator.REMEDY))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(text + " cannot be loaded (" + text + ": ") // the loader's own reason
        .hasMessageContaining("./aihf mujoco install");
  }

  @Test
  void versionsAreReadInBothNumberings() {
    assertThat(MujocoVersion.of(222)).hasToString("2.2.2");
    assertThat(MujocoVersion.of(340)).hasToString("3.4.0");
    assertThat(MujocoVersion.of(3_014_000)).hasToString("3.14.0");
    assertThat(MujocoVersion.of(4_000_000)).hasToString("4.0.0");
  }

  @Test
  void onlyKnownVersionsAreSupported() {
    for (int known : new int[] {222, 236, 237, 300, 337, 3_005_000, 3_014_002, 4_000_000}) {
      assertThat(MujocoVersion.of(known).isSupported()).as("%d", known).isTrue();
    }
    for (int unknown : new int[] {210, 221, 223, 230, 235, 4_000_001, 4_001_000, 5_000_000}) {
      assertThat(MujocoVersion.of(unknown).isSupported()).as("%d", unknown).isFalse();
    }
  }

  @Test
  void theControlBitMovedIn350() {
    assertThat(MujocoVersion.of(237).controlBit()).isEqualTo(1 << 5);
    assertThat(MujocoVersion.of(340).controlBit()).isEqualTo(1 << 5);
    assertThat(MujocoVersion.of(3_005_000).controlBit()).isEqualTo(1 << 6);
    assertThat(MujocoVersion.of(4_000_000).controlBit()).isEqualTo(1 << 6);
  }
}
