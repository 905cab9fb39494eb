package org.aihf.examples.mujoco;

import java.nio.file.Files;
import java.nio.file.Path;
import org.aihf.UserError;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.sac.SacActor;
import org.aihf.run.RunDirectory;

/** A policy that a run left. */
final class SavedPolicy {
  static final String FILE = "sac.safetensors";

  private SavedPolicy() {}

  /**
   * Reads it.
   *
   * @param place a directory with {@code sac.safetensors}, or a run directory: its last policy
   * @throws UserError if there is none, or it is of another environment
   */
  static SacActor load(Path place, Environment environment, boolean deterministic) {
    Path directory =
        Files.exists(place.resolve(RunDirectory.MANIFEST))
            ? place.resolve(RunDirectory.CHECKPOINTS).resolve("policy")
            : place;
    if (!Files.exists(directory.resolve(FILE))) {
      throw new UserError(
          "%s holds no policy: there is no %s; give a directory such as RUN_DIR/checkpoints/policy"
              .formatted(directory, FILE));
    }
    SacActor actor = SacActor.load(directory, environment.actionSpace(), deterministic);
    int size = environment.observationSpace().dimension();
    if (actor.observationSize() != size) {
      throw new UserError(
          "%s: the policy takes observations of %d numbers, the environment has %d%s"
              .formatted(
                  directory,
                  actor.observationSize(),
                  size,
                  actor.observationSize() == size + 1
                      ? "; was it trained with --horizon absorbing?"
                      : ""));
    }
    return actor;
  }
}
