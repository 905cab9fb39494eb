package org.aihf.mujoco.collect;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.aihf.UserError;
import org.aihf.mujoco.env.Horizon;

/**
 * Where collected data come from, as their manifest says it: sizes alone do not tell HalfCheetah's
 * data from Walker2d's.
 *
 * @param directory of the data
 * @param environment its name; empty where no manifest says it, because a user made the files
 * @param horizon the label of a {@link Horizon}; empty likewise
 */
public record DataOrigin(Path directory, String environment, String horizon) {
  /**
   * @throws UserError if there is a manifest and it is not JSON
   */
  public static DataOrigin read(Path directory) {
    JsonNode manifest = CollectedFiles.manifest(directory);
    return new DataOrigin(
        directory, manifest.path("environment").asText(""), manifest.path("horizon").asText(""));
  }

  /**
   * Refuses data of another task.
   *
   * @param name of the environment that is trained in
   * @return what is not quite the same, in a sentence; empty if nothing is
   * @throws UserError if they come from another robot
   */
  public Optional<String> requireTask(String name, Horizon wanted) {
    Optional<PaperQuality> here = PaperQuality.of(environment);
    Optional<PaperQuality> there = PaperQuality.of(name);
    // A name of the user's own may be a robot of ours in a wrapper: that is said, not refused.
    if (here.isPresent() && there.isPresent() && !here.equals(there)) {
      throw new UserError(
          "%s was collected in %s, but option 'environment' is '%s'; name data of its own with 'data.directory'"
              .formatted(directory, environment, name));
    }
    String mode = wanted.name().toLowerCase(Locale.ROOT);
    if (!horizon.isEmpty() && !horizon.equals(mode)) {
      return Optional.of(
          "%s was collected with horizon %s, the recipe's is %s: its episodes end otherwise than the policy's"
              .formatted(directory, horizon, mode));
    }
    return environment.isEmpty() || environment.equals(name)
        ? Optional.empty()
        : Optional.of(
            "%s was collected in %s, the recipe's environment is %s"
                .formatted(directory, environment, name));
  }
}
