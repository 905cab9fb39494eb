package org.aihf.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.aihf.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

class MujocoInstallerTest {
  @TempDir Path cache;

  @Test
  @ExtendWith(MujocoPresence.class)
  void whatIsInstalledIsKeptWithoutAnyDownload() throws IOException {
    MujocoLibrary library = MujocoLibrary.get();
    Path present =
        Files.createDirectories(cache.resolve(library.version()))
            .resolve("libmujoco.so." + library.version());
    Files.createSymbolicLink(present, library.path());
    List<String> said = new ArrayList<>();
    assertThat(new MujocoInstaller(cache, said::add).install(library.version())).isEqualTo(present);
    assertThat(said).isEmpty();
  }

  @Test
  void whatIsInstalledButDoesNotLoadIsFetchedAgain() throws IOException {
    Path broken = Files.createDirectories(cache.resolve("4.0.0")).resolve("libmujoco.so.4.0.0");
    Files.createFile(broken);
    MujocoInstaller installer =
        new MujocoInstaller(
            cache,
            line -> {
              throw new IllegalStateException(line); // before the download
            });
    assertThatThrownBy(() -> installer.install("4.0.0"))
        .hasMessageContaining(broken + " cannot be loaded (")
        .hasMessageEndingWith("; fetching it again");
  }

  @Test
  void onlyTheLibraryIsTakenFromAWheelWhereverItsPathLeads() throws IOException {
    Path wheel = cache.resolve("mujoco.whl");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
      for (String name :
          new String[] {
            "mujoco/__init__.py", "../../libmujoco.so.3.9.0", "mujoco/plugin/libother.so"
          }) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(1);
        zip.closeEntry();
      }
    }
    Path target = Files.createDirectory(cache.resolve("target"));
    OfficialWheel.unpack(wheel, target);
    try (var files = Files.list(target)) {
      assertThat(files).containsExactly(target.resolve("libmujoco.so.3.9.0"));
    }
  }

  @Test
  void versionsThatTheBindingDoesNotKnowAreRefusedBeforeAnyDownload() {
    MujocoInstaller installer = new MujocoInstaller(cache, line -> {});
    assertThatThrownBy(() -> installer.install("2.3.3"))
        .isInstanceOf(UserError.class)
        .hasMessage("MuJoCo 2.3.3 is not supported; choose among " + MujocoVersion.SUPPORTED);
    assertThatThrownBy(() -> installer.install("../x"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("'../x' is not a MuJoCo version");
  }
}
