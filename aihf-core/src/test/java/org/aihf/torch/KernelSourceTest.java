package org.aihf.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KernelSourceTest {
  @Test
  void indentsAndSubstitutesConstants() {
    assertThat(KernelSource.resource(getClass(), "constants.py", Map.of("HEADS", 4, "EPS", 1e-5)))
        .isEqualTo("  def f(self, x: Tensor) -> Tensor:\n    return x * 4 + 1.0E-5\n");
  }

  @Test
  void refusesMissingAndSuperfluousConstants() {
    assertThatThrownBy(() -> KernelSource.resource(getClass(), "constants.py", Map.of("HEADS", 4)))
        .hasMessageContaining("constants.py needs a value for $EPS");
    assertThatThrownBy(
            () ->
                KernelSource.resource(
                    getClass(), "constants.py", Map.of("HEADS", 4, "EPS", 1, "N", 2)))
        .hasMessageContaining("no constant [N]");
    assertThatThrownBy(() -> KernelSource.resource(getClass(), "absent.py"))
        .hasMessageContaining("absent.py");
  }
}
