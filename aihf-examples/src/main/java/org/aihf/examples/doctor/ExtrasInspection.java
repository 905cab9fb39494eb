package org.aihf.examples.doctor;

import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aihf.UserError;
import org.aihf.mujoco.MujocoLibrary;
import org.aihf.mujoco.vector.VectorApi;

/** What some commands use and none of the main job needs. */
final class ExtrasInspection {
  private ExtrasInspection() {}

  static List<Finding> findings() {
    Path home = Path.of(System.getProperty("user.home"));
    return List.of(mujoco(), vectors(), peers(home));
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

  /** This process was started without the module; a control run asks for it. */
  private static Finding vectors() {
    return ModuleFinder.ofSystem().find(VectorApi.MODULE).isPresent()
        ? Finding.ok("Vectors", VectorApi.MODULE + ", for control's small networks")
        : Finding.optional(
            "Vectors",
            "this Java has no module "
                + VectorApi.MODULE
                + "; control computes with libtorch, slower",
            "a JDK 17 or 21 of Debian, Temurin or Oracle has it");
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
