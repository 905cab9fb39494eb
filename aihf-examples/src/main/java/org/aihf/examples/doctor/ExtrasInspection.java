package org.aihf.examples.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aihf.UserError;
import org.aihf.mujoco.MujocoLibrary;

/** What some commands use and none of the main job needs. */
final class ExtrasInspection {
  private ExtrasInspection() {}

  static List<Finding> findings() {
    Path home = Path.of(System.getProperty("user.home"));
    return List.of(mujoco(), peers(home));
  }

  private static Finding mujoco() {
    try {
      MujocoLibrary library = MujocoLibrary.get();
      return Finding.ok("MuJoCo", library.version() + ", " + library.path());
    } catch (UserError e) {
      return Finding.optional(
          "MuJoCo", "not usable; only control tasks need it", String.valueOf(e.getMessage()));
    }
  }

  private static Finding peers(Path home) {
    Path python = home.resolve(".cache/aihf-reference/venv/bin/python");
    return Files.isExecutable(python)
        ? Finding.ok("Peers", python + " (TRL, transformers: for bench)")
        : Finding.optional(
            "Peers",
            "no reference kit; only comparisons in 'aihf bench' need it",
            "docs/how-to says how to make one");
  }
}
