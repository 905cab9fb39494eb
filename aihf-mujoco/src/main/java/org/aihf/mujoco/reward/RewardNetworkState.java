package org.aihf.mujoco.reward;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aihf.UserError;
import org.aihf.run.AtomicFiles;
import org.aihf.run.FileErrors;

/**
 * What is saved of a reward network beside weights and optimiser: {@code reward.json}.
 *
 * @param updates steps taken
 * @param resampleSeed of what each member sees of a batch
 * @param moments of the observations, empty without scaling
 * @param offset subtracted from the raw reward of a step, as the policy sees it
 * @param scale divided by, after the offset
 */
record RewardNetworkState(
    RewardNetworkConfig config,
    long updates,
    long resampleSeed,
    double[] moments,
    double offset,
    double scale) {
  private static final String FILE = "reward.json";
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  void write(Path directory) throws IOException {
    AtomicFiles.write(directory.resolve(FILE), JSON.writeValueAsString(this) + "\n");
  }

  /**
   * @throws UserError if the file is missing or damaged
   */
  static RewardNetworkState read(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      return JSON.readValue(Files.readString(file), RewardNetworkState.class);
    } catch (JsonProcessingException e) {
      throw new UserError(
          "%s is damaged (%s); restore from another checkpoint"
              .formatted(file, e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw FileErrors.cannot("read", file, e);
    }
  }

  /** Refuses the state of a network that is made otherwise. */
  void requireConfig(Path directory, RewardNetworkConfig expected) {
    if (!config.equals(expected)) {
      throw new UserError(
          "%s belongs to a reward network with %s, but this one has %s; use the settings it was trained with"
              .formatted(directory.resolve(FILE), config, expected));
    }
  }
}
