package org.aihf.examples.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.aihf.mujoco.MujocoLibrary;
import org.aihf.mujoco.env.MujocoEnvironment;
import org.aihf.run.AtomicFiles;

/** {@code stepping.c}, compiled by the system's compiler, on the library that this process uses. */
final class CSteppingLoop implements AutoCloseable {
  private final Path directory;

  private CSteppingLoop(Path directory) {
    this.directory = directory;
  }

  /** Nothing where there is no C compiler. */
  static Optional<CSteppingLoop> compile() throws IOException, InterruptedException {
    CSteppingLoop loop = new CSteppingLoop(Files.createTempDirectory("aihf-bench"));
    try (InputStream source =
        Objects.requireNonNull(CSteppingLoop.class.getResourceAsStream("stepping.c"))) {
      Files.copy(source, loop.directory.resolve("stepping.c"));
    }
    for (String compiler : new String[] {"cc", "gcc", "clang"}) {
      if (loop.compiledBy(compiler)) {
        return Optional.of(loop);
      }
    }
    loop.close();
    return Optional.empty();
  }

  private boolean compiledBy(String compiler) throws InterruptedException {
    try {
      return new ProcessBuilder(compiler, "-O2", "-o", "stepping", "stepping.c", "-ldl")
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("compiler.log").toFile())
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // not installed
    }
  }

  /**
   * @throws IOException with what it printed, if it fails
   */
  SteppingLoop.Result run(MujocoEnvironment robot, int steps)
      throws IOException, InterruptedException {
    Path model = Files.writeString(directory.resolve("model.xml"), robot.model().source());
    Path library = MujocoLibrary.get().path().toAbsolutePath();
    JsonNode result =
        BenchProcess.json(
            List.of(
                "env", // Debian's library needs those beside it
                "LD_LIBRARY_PATH=" + library.getParent(),
                directory.resolve("stepping").toString(),
                library.toString(),
                model.toString(),
                Integer.toString(robot.frameSkip()),
                Integer.toString(SteppingLoop.EPISODE),
                Integer.toString(steps)),
            "",
            1);
    return new SteppingLoop.Result(
        result.get("steps_per_s").asDouble(), result.get("qpos_sum").asDouble());
  }

  @Override
  public void close() throws IOException {
    AtomicFiles.deleteRecursively(directory);
  }
}
