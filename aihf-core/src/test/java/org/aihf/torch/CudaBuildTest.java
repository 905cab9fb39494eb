package org.aihf.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaBuildTest {
  private static final String PATH = "jna.library.path";
  private static final String FLAVOR = "PYTORCH_FLAVOR";

  @TempDir Path packages;
  private String pathBefore;
  private String flavorBefore;

  @BeforeEach
  void remember() {
    pathBefore = System.clearProperty(PATH);
    flavorBefore = System.clearProperty(FLAVOR);
  }

  @AfterEach
  void putBack() {
    putBack(PATH, pathBefore);
    putBack(FLAVOR, flavorBefore);
  }

  private static void putBack(String property, String value) {
    System.clearProperty(property);
    if (value != null) {
      System.setProperty(property, value);
    }
  }

  @Test
  void aBuildFromPipBringsItsNativesAndCudasRuntime() throws IOException {
    Path library = libtorch("torch/lib", "libtorch_cuda.so");
    touch(packages.resolve("nvidia/cublas/lib/libcublas.so.12"));
    Path runtime = touch(packages.resolve("nvidia/cuda_runtime/lib/libcudart.so.12")).getParent();
    CudaBuild.prepare(library.toString());
    assertThat(System.getProperty(FLAVOR)).isEqualTo("cu128");
    assertThat(System.getProperty(PATH)).isEqualTo(runtime.toString());
  }

  @Test
  void whatTheUserHasSetStays() throws IOException {
    Path library = libtorch("torch/lib", "libtorch_cuda.so");
    touch(library.resolve("libcudart.so.12"));
    System.setProperty(FLAVOR, "cu130");
    System.setProperty(PATH, "mine");
    CudaBuild.prepare(library.toString());
    assertThat(System.getProperty(FLAVOR)).isEqualTo("cu130");
    assertThat(System.getProperty(PATH)).isEqualTo("mine" + java.io.File.pathSeparator + library);
  }

  @Test
  void aBuildForProcessorsChangesNothing() throws IOException {
    CudaBuild.prepare(libtorch("torch/lib", "libtorch.so").toString());
    CudaBuild.prepare(packages.resolve("absent").toString());
    CudaBuild.prepare(null);
    assertThat(System.getProperty(FLAVOR)).isNull();
    assertThat(System.getProperty(PATH)).isNull();
  }

  private Path libtorch(String directory, String file) throws IOException {
    return touch(packages.resolve(directory).resolve(file)).getParent();
  }

  private static Path touch(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "");
  }
}
