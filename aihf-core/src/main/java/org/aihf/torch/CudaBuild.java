package org.aihf.torch;

import ai.djl.util.Utils;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The CUDA build of PyTorch that {@code PYTORCH_LIBRARY_PATH} names. DJL wants to be told besides
 * which of its own natives go with it, and finds the cards only if CUDA's runtime is on the
 * loader's path, which it is not where pip puts it. Both follow from the one variable.
 */
final class CudaBuild {
  /** The only natives for CUDA in pytorch-jni 2.7.1; they do not call CUDA's runtime themselves. */
  private static final String FLAVOR = "cu128";

  private static final String RUNTIME = "libcudart.so";

  private CudaBuild() {}

  /** Before the engine loads. What the user has set stays. */
  static void prepare() {
    prepare(Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH"));
  }

  static void prepare(@Nullable String libraryPath) {
    if (libraryPath == null) {
      return;
    }
    Stream.of(libraryPath.split(File.pathSeparator))
        .map(Path::of)
        .filter(library -> Files.exists(library.resolve("libtorch_cuda.so")))
        .findFirst()
        .ifPresent(
            library -> {
              if (Utils.getEnvOrSystemProperty("PYTORCH_FLAVOR") == null) {
                System.setProperty("PYTORCH_FLAVOR", FLAVOR);
              }
              runtimeFor(library).ifPresent(CudaBuild::addToPath);
            });
  }

  /** The directory of CUDA's runtime beside a libtorch, as PyTorch's archive or pip lays it out. */
  static Optional<Path> runtimeFor(Path library) {
    Path packages = library.toAbsolutePath().getParent().resolveSibling("nvidia");
    return Stream.concat(
            Stream.of(library), list(packages).stream().map(part -> part.resolve("lib")))
        .filter(
            directory ->
                list(directory).stream()
                    .anyMatch(file -> file.getFileName().toString().startsWith(RUNTIME)))
        .findFirst();
  }

  private static List<Path> list(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + directory, e);
    }
  }

  private static void addToPath(Path directory) {
    String before = System.getProperty("jna.library.path");
    System.setProperty(
        "jna.library.path",
        before == null ? directory.toString() : before + File.pathSeparator + directory);
  }
}
