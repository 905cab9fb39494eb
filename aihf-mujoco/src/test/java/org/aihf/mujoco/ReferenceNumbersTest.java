package org.aihf.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Golden rollouts and Gymnasium's own numbers, on every MuJoCo library of this machine. */
@ExtendWith(MujocoPresence.class)
class ReferenceNumbersTest {
  @TestFactory
  List<DynamicTest> everyInstalledLibraryReproducesTheReferences() throws IOException {
    Set<Path> libraries = new LinkedHashSet<>();
    libraries.add(MujocoLibrary.get().path().toRealPath());
    for (Path path : LibraryLocator.ofThisProcess().all()) {
      libraries.add(path.toRealPath());
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (Path library : libraries) {
      tests.add(dynamicTest(library.toString(), () -> reproduces(library)));
    }
    return tests;
  }

  private static void reproduces(Path library) throws IOException, InterruptedException {
    ChildJvm.Result result =
        ChildJvm.run(
            ReferenceNumbers.class, List.of("-D" + LibraryLocator.PROPERTY + "=" + library));
    assertThat(result.exitCode()).as(result.output()).isZero();
    List<String> lines = result.output().lines().toList();
    assertThat(lines).hasSizeGreaterThan(60).anyMatch(line -> line.startsWith("version "));
    assertThat(lines)
        .filteredOn(line -> !line.startsWith("version "))
        .allSatisfy(
            line -> {
              String[] words = line.split(" ");
              assertThat(Double.parseDouble(words[2]))
                  .as(line)
                  .isLessThanOrEqualTo(Double.parseDouble(words[1]));
            });
  }
}
