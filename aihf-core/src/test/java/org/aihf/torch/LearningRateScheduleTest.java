package org.aihf.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.aihf.torch.LearningRateSchedule.Constant;
import org.aihf.torch.LearningRateSchedule.Cosine;
import org.aihf.torch.LearningRateSchedule.Linear;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {
  private static final double PEAK = 0.002;

  @Test
  void givesTheRatesOfTransformers() throws IOException {
    Map<String, LearningRateSchedule> schedules =
        Map.of(
            "constant 5", new Constant(PEAK, 5),
            "linear 0 20", new Linear(PEAK, 0, 20),
            "linear 5 20", new Linear(PEAK, 5, 20),
            "linear 20 20", new Linear(PEAK, 20, 20),
            "cosine 0 25", new Cosine(PEAK, 0, 25),
            "cosine 3 25", new Cosine(PEAK, 3, 25));
    try (InputStream in = getClass().getResourceAsStream("schedules.json")) {
      JsonNode fixture = new ObjectMapper().readTree(in);
      assertThat(fixture.fieldNames()).toIterable().containsAll(schedules.keySet());
      schedules.forEach(
          (name, schedule) -> {
            for (int step = 0; step < 25; step++) {
              assertThat(schedule.at(step))
                  .as("%s, step %d", name, step)
                  .isCloseTo(fixture.get(name).get(step).asDouble(), within(1e-15));
            }
          });
    }
  }

  @Test
  void staysAtItsEnd() {
    assertThat(new Cosine(PEAK, 0, 10).at(99)).isZero();
    assertThat(new Linear(PEAK, 0, 10).at(99)).isZero();
    assertThat(LearningRateSchedule.constant(PEAK).at(99)).isEqualTo(PEAK);
  }

  @Test
  void roundsTheWarmupRatioUp() {
    assertThat(LearningRateSchedule.warmupSteps(0.03, 101)).isEqualTo(4);
    assertThatThrownBy(() -> LearningRateSchedule.warmupSteps(1.5, 10))
        .hasMessage("warm-up ratio is 1.5; it must be in [0, 1]");
  }

  @Test
  void refusesMeaninglessSettings() {
    assertThatThrownBy(() -> new Linear(PEAK, 11, 10)).hasMessageContaining("warmupSteps is 11");
    assertThatThrownBy(() -> new Cosine(Double.NaN, 0, 10)).hasMessageContaining("NaN");
  }
}
