package org.aihf.mujoco.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aihf.UserError;
import org.aihf.mujoco.env.Horizon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataOriginTest {
  @TempDir Path data;

  /** Their observations and actions are equally large. */
  @Test
  void walker2dsDataAreNotHalfCheetahs() throws IOException {
    DataOrigin origin = collected("Walker2d-v4", "variable");
    assertThatThrownBy(() -> origin.requireTask("HalfCheetah-v4", Horizon.VARIABLE))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "%s was collected in Walker2d-v4, but option 'environment' is 'HalfCheetah-v4'; name data"
                + " of its own with 'data.directory'",
            data);
    assertThat(origin.requireTask("Walker2d-v4", Horizon.VARIABLE)).isEmpty();
  }

  @Test
  void anotherVersionOrHorizonOrNameIsSaid() throws IOException {
    DataOrigin origin = collected("Hopper-v4", "variable");
    for (String name : new String[] {"Hopper-v5", "MyHopper-v1"}) {
      assertThat(origin.requireTask(name, Horizon.VARIABLE))
          .hasValue(data + " was collected in Hopper-v4, the recipe's environment is " + name);
    }
    assertThat(origin.requireTask("Hopper-v4", Horizon.FIXED))
        .hasValue(
            data
                + " was collected with horizon variable, the recipe's is fixed: its episodes end"
                + " otherwise than the policy's");
  }

  @Test
  void nothingIsKnownOfAUsersOwnFiles() {
    assertThat(DataOrigin.read(data).requireTask("Hopper-v4", Horizon.FIXED)).isEmpty();
  }

  private DataOrigin collected(String environment, String horizon) throws IOException {
    Files.writeString(
        data.resolve("manifest.json"),
        "{\"environment\":\"%s\",\"horizon\":\"%s\"}".formatted(environment, horizon));
    return DataOrigin.read(data);
  }
}
