package org.aihf.mujoco;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

@NeedsMujoco
class InternalErrorTest {
  /** Raises MuJoCo's own error, as an internal check of the library does. */
  static final class RaiseError {
    public static void main(String[] arguments) {
      NativeLibrary library = NativeLibrary.getInstance(MujocoLibrary.get().path().toString());
      library.getFunction("mju_error").invokeVoid(new Object[] {"the arena is on fire"});
      System.out.println("came back");
    }
  }

  @Test
  void anErrorInsideMujocoHaltsWithASentenceInsteadOfHangingOrGoingOn()
      throws IOException, InterruptedException {
    ChildJvm.Result result =
        ChildJvm.run(
            RaiseError.class,
            List.of("-D" + LibraryLocator.PROPERTY + "=" + MujocoLibrary.get().path()));
    assertThat(result.exitCode()).isEqualTo(NativeMessages.HALT_CODE);
    assertThat(result.output())
        .contains("MuJoCo stopped with an internal error and cannot continue: the arena is on fire")
        .doesNotContain("came back");
    assertThat(Path.of("MUJOCO_LOG.TXT")).doesNotExist();
  }
}
