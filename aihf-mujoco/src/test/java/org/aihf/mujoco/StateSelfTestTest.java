package org.aihf.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.aihf.UserError;
import org.junit.jupiter.api.Test;

@NeedsMujoco
class StateSelfTestTest {
  /** The bit of the controls moved in 3.5.0: one of two readings is wrong, whatever is loaded. */
  @Test
  void aControlBitOfAnotherVersionIsNoticedBeforeAnythingRuns() {
    MujocoLibrary library = MujocoLibrary.get();
    assumeThat(library.version()).as("without state functions").isNotEqualTo("2.2.2");
    int noticed = 0;
    for (MujocoVersion version :
        new MujocoVersion[] {new MujocoVersion(3, 4, 0), new MujocoVersion(3, 5, 0)}) {
      MujocoLibrary read = new MujocoLibrary(library.path(), version);
      try {
        StateSelfTest.run(read);
      } catch (UserError e) {
        noticed++;
        assertThat(e)
            .hasMessageContaining("the self-test of MuJoCo " + version)
            .hasMessageContaining("read ctrl")
            .hasMessageContaining("lays its state out differently");
      }
    }
    assertThat(noticed).isEqualTo(1);
  }
}
